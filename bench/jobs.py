"""The jobs: what is extracted from which clip, and the targets."""

from dataclasses import dataclass, field

from bench import clips
from bench.clips import Clip

MIB = 1024 * 1024
MEMORY_HD, MEMORY_UHD = 350 * MIB, 900 * MIB

MAX_START = 1.5
"""The largest ratio of the CPU time of `stills probe` to that of importing PyAV, OpenCV and
NumPy."""


@dataclass(frozen=True)
class Targets:
    """The largest ratios of the time of Stills to that of FFmpeg 9, and of its CPU time to that of
    the floor, and the most bytes of memory that Stills may use."""

    cpu: float | None = None
    wall: float | None = None
    floor: float | None = None
    memory: int = MEMORY_HD


@dataclass(frozen=True, kw_only=True)
class Job:
    """`ours` are flags of `stills extract`. `ffmpeg` are the arguments before and after its input.
    `every` is the interval of the loops in seconds: 0 for every frame, None for the keyframes.
    `floor` are the arguments with which FFmpeg decodes only what an exact extraction must decode,
    None if there are none. There are as many `videos` with the content of the clip."""

    name: str
    clip: Clip = clips.H264
    videos: int = 1
    ours: tuple[str, ...]
    ffmpeg: tuple[tuple[str, ...], tuple[str, ...]]
    every: float | None
    floor: tuple[str, ...] | None = None
    targets: Targets = field(default_factory=Targets)


NO_REFERENCE, NO_KEYFRAME, NOTHING = ("-skip_frame", "noref"), ("-skip_frame", "nokey"), ()
"""What the floor skips."""


def one_in(
    seconds: int,
    clip: Clip,
    targets: Targets | None = None,
    *,
    floor: tuple[str, ...] | None = NO_REFERENCE,
    videos: int = 1,
) -> Job:
    return Job(
        name=f"one in {seconds} s",
        clip=clip,
        videos=videos,
        ours=("--every", str(seconds)),
        ffmpeg=((), ("-vf", f"fps=1/{seconds}")),
        every=seconds,
        floor=floor,
        targets=targets or Targets(),
    )


H264_JOBS = (
    one_in(1, clips.H264, Targets(cpu=0.62, wall=0.75, floor=1.12)),
    one_in(10, clips.H264, Targets(cpu=0.08), floor=NO_KEYFRAME),  # each is a keyframe
    one_in(30, clips.H264, Targets(cpu=0.15), floor=None),
    Job(
        name="keyframes",
        ours=("--keyframes",),
        ffmpeg=((), ("-vf", "select=eq(pict_type\\,I)", "-fps_mode", "passthrough")),
        every=None,
        floor=NO_KEYFRAME,
        targets=Targets(cpu=0.06),
    ),
    Job(
        name="keyframes, -skip_frame nokey",
        ours=("--keyframes",),
        ffmpeg=(NO_KEYFRAME, ("-fps_mode", "passthrough")),
        every=None,
        floor=NO_KEYFRAME,
    ),
    Job(
        name="every frame",
        clip=clips.H264_SHORT,
        ours=("--every-nth", "1"),
        ffmpeg=((), ("-fps_mode", "passthrough")),
        every=0,
        floor=NOTHING,
        targets=Targets(wall=1.0),
    ),
)

MANY = one_in(1, clips.H264_10_S, Targets(cpu=0.5, wall=0.5), videos=100)
"""Against ffmpeg in a shell loop."""

JOBS = (
    *H264_JOBS,
    MANY,
    one_in(1, clips.HEVC, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.VP9, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.AV1, Targets(cpu=1.0, wall=1.0)),
    one_in(1, clips.UHD, Targets(cpu=1.0, wall=1.0, memory=MEMORY_UHD)),
    one_in(1, clips.VARIABLE, Targets(cpu=1.0, wall=1.0)),
)

SHORT_AND_LONG = one_in(10, clips.H264), one_in(10, clips.H264_2_HOURS)
"""These should use the same amount of memory."""
