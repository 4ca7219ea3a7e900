"""The videos of the benchmark. They are made once: half a minute is encoded, and then repeated
without encoding it again."""

import random
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av

from bench.footage import Footage

TICK = Fraction(1, 90_000)
GOP = 250


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A video of `repeats` times `frames` frames. The presets of the encoders are fast, but use the
    structures of today's videos: B-frames, some of which other frames refer to."""

    name: str
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=lambda: {"preset": "veryfast"})
    width: int = 1920
    height: int = 1080
    rate: int = 25
    is_variable: bool = False
    frames: int = 750
    repeats: int = 4

    @property
    def seconds(self) -> float:
        return self.frames * self.repeats / self.rate

    def times(self) -> list[Fraction]:
        """The presentation times of the frames, in seconds. A variable rate is `rate` on average,
        and frames last from 0.4 to 1.6 times as long as at a constant rate."""
        if not self.is_variable:
            return [Fraction(number, self.rate) for number in range(self.frames)]
        jitter = random.Random(5)  # noqa: S311 - this is not secret
        moves = [Fraction(jitter.randint(-30, 30), 100) for _ in range(self.frames - 1)]
        return [(number + move) / self.rate for number, move in enumerate([Fraction(0), *moves])]


H264_SHORT = Clip(name="H.264 30 s", repeats=1)
H264_10_S = Clip(name="H.264 10 s", frames=GOP, repeats=1)
H264 = Clip(name="H.264")
H264_2_HOURS = Clip(name="H.264 2 h", repeats=240)
HEVC = Clip(
    name="HEVC",
    codec="libx265",
    options={"preset": "ultrafast", "crf": "23", "x265-params": "log-level=none"},
)
VP9 = Clip(
    name="VP9",
    codec="libvpx-vp9",
    options={"deadline": "realtime", "cpu-used": "7", "row-mt": "1", "b": "8M"},
)
AV1 = Clip(name="AV1", codec="libsvtav1", options={"preset": "10", "crf": "30"})
UHD = Clip(name="H.264 4K60", width=3840, height=2160, rate=60, frames=300)
VARIABLE = Clip(name="H.264 VFR", is_variable=True)


def make(clip: Clip, folder: Path) -> Path:
    """The path of the clip, which is made if it does not exist."""
    path = folder / f"{clip.name.replace(' ', '-').replace('.', '').lower()}.mp4"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part, unfinished = folder / "part.mp4", folder / "unfinished.mp4"
        _encode(clip, part)
        _repeat(part, clip, unfinished)
        part.unlink()
        unfinished.rename(path)
    return path


def _encode(clip: Clip, path: Path) -> None:
    footage = Footage(clip.width, clip.height)
    with av.open(str(path), "w") as container:
        stream = cast(
            av.VideoStream, container.add_stream(clip.codec, clip.rate, options=clip.options)
        )
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        stream.gop_size = GOP
        stream.thread_type = "FRAME"  # the default of x264: one slice per picture, not one per core
        stream.codec_context.time_base = TICK
        for number, time in enumerate(clip.times()):
            frame = footage.draw(number)
            frame.pts, frame.time_base = round(time / TICK), TICK
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _repeat(part: Path, clip: Clip, path: Path) -> None:
    with av.open(str(path), "w") as target:
        for repeat in range(clip.repeats):
            with av.open(str(part)) as source:
                stream = source.streams.video[0]
                if not repeat:
                    target.add_stream_from_template(
                        stream, opaque=True
                    )  # decoders are named, not encoders
                shift = round(repeat * clip.frames / (clip.rate * (stream.time_base or TICK)))
                for packet in source.demux(stream):
                    if packet.dts is not None and packet.pts is not None:
                        packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
                        packet.stream = cast(av.VideoStream, target.streams[0])
                        target.mux(packet)
