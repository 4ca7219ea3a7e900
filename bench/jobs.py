"""The jobs: what is extracted from which clip, and the targets."""

from dataclasses import dataclass, field

from bench import clips
from bench.clips import Clip

MIB = 1024 * 1024
MEMORY_HD, MEMORY_UHD = 350 * MIB, 900 * MIB


@dataclass(frozen=True)
class Targets:
    """The largest ratios of the time of Stills to that of the ffmpeg command line, and the most
    bytes of memory that Stills may use."""

    cpu: float | None = None
    wall: float | None = None
    memory: int = MEMORY_HD


@dataclass(frozen=True, kw_only=True)
class Job:
    """`ours` are flags of `stills extract`. `ffmpeg` are the arguments before and after its input.
    `every` is the interval of the OpenCV loop in seconds: 0 for every frame, None if it cannot do
    the job."""

    name: str
    clip: Clip = clips.H264
    ours: tuple[str, ...]
    ffmpeg: tuple[tuple[str, ...], tuple[str, ...]]
    every: float | None
    targets: Targets = field(default_factory=Targets)


def one_in(seconds: int, clip: Clip, targets: Targets | None = None) -> Job:
    return Job(
        name=f"one in {seconds} s",
        clip=clip,
        ours=("--every", str(seconds)),
        ffmpeg=((), ("-vf", f"fps=1/{seconds}")),
        every=seconds,
        targets=targets or Targets(),
    )


H264_JOBS = (
    one_in(1, clips.H264, Targets(cpu=0.62, wall=0.75)),
    one_in(30, clips.H264, Targets(cpu=0.15)),
    Job(
        name="keyframes",
        ours=("--keyframes",),
        ffmpeg=((), ("-vf", "select=eq(pict_type\\,I)", "-fps_mode", "passthrough")),
        every=None,
        targets=Targets(cpu=0.06),
    ),
    Job(
        name="keyframes, -skip_frame nokey",
        ours=("--keyframes",),
        ffmpeg=(("-skip_frame", "nokey"), ("-fps_mode", "passthrough")),
        every=None,
    ),
    Job(
        name="every frame",
        clip=clips.H264_SHORT,
        ours=("--every-nth", "1"),
        ffmpeg=((), ("-fps_mode", "passthrough")),
        every=0,
        targets=Targets(wall=1.0),
    ),
)

JOBS = (
    *H264_JOBS,
    one_in(1, clips.HEVC, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.VP9, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.AV1, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.UHD, Targets(cpu=1.0, wall=1.0, memory=MEMORY_UHD)),
    one_in(1, clips.VARIABLE, Targets(cpu=1.0, wall=1.0)),
)

SHORT_AND_LONG = one_in(10, clips.H264), one_in(10, clips.H264_2_HOURS)
"""These should use the same amount of memory."""
