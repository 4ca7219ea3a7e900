"""What is extracted from which clip, and the ratios to reach."""

from dataclasses import dataclass, field

from bench import clips
from bench.clips import Clip

MIB = 1024 * 1024
MEMORY_HD, MEMORY_UHD = 350 * MIB, 900 * MIB


@dataclass(frozen=True)
class Targets:
    """Ratios of ours to the ffmpeg command line's; memory is ours, in bytes."""

    cpu: float | None = None
    wall: float | None = None
    memory: int = MEMORY_HD


@dataclass(frozen=True, kw_only=True)
class Job:
    """`ours` are flags of `stills extract`; `ffmpeg` the arguments before the input and those
    after it. `every`, in seconds, is what OpenCV's loop writes: 0 is every frame, None nothing."""

    name: str
    clip: Clip = clips.H264
    ours: tuple[str, ...]
    ffmpeg: tuple[tuple[str, ...], tuple[str, ...]]
    every: float | None
    targets: Targets = field(default_factory=Targets)


def each_second(clip: Clip, targets: Targets | None = None) -> Job:
    return Job(
        name="one a second",
        clip=clip,
        ours=("--every", "1"),
        ffmpeg=((), ("-vf", "fps=1")),
        every=1,
        targets=targets or Targets(),
    )


H264_JOBS = (
    each_second(clips.H264, Targets(cpu=0.62, wall=0.75)),
    Job(
        name="one in 30 s",
        ours=("--every", "30"),
        ffmpeg=((), ("-vf", "fps=1/30")),
        every=30,
        targets=Targets(cpu=0.15),
    ),
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
    each_second(clips.HEVC, Targets(cpu=1.0, wall=1.0)),
    each_second(clips.VP9, Targets(cpu=1.0, wall=1.0)),
    each_second(clips.AV1, Targets(cpu=1.0, wall=1.0)),
    each_second(clips.UHD, Targets(cpu=1.0, wall=1.0, memory=MEMORY_UHD)),
    each_second(clips.VARIABLE, Targets(cpu=1.0, wall=1.0)),
)

SHORT_AND_LONG = (clips.H264, clips.H264_2_HOURS)
"""Whose extraction, at one image a second, is to take as much memory."""
