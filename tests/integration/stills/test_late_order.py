"""H.264 that does not say how many frames a decoder has to hold back, and needs more of them later
than at its beginning. FFmpeg itself returns some frames too late, and leaves them out."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.video.frame import PictureType

from local.clips import draw_counter
from local.scene import Scene

Run = Callable[..., Any]

FRAMES, WITHOUT_B_FRAMES, RATE = 100, 30, 25
START_CODE, SPS = b"\x00\x00\x00\x01", 7


class _Bits:
    """Reads a sequence parameter set (ITU-T H.264, 7.3.2.1.1)."""

    def __init__(self, data: bytes) -> None:
        self.text = "".join(f"{byte:08b}" for byte in data)
        self.at = 0

    def skip(self, bits: int) -> None:
        self.at += bits

    def golomb(self) -> int:
        zeros = self.text.index("1", self.at) - self.at
        end = self.at + 2 * zeros + 1
        value = int(self.text[self.at + zeros : end], 2) - 1
        self.at = end
        return value


def without_usability_information(sps: bytes) -> bytes:
    """The parameter set of the Main profile, as x264 writes it, without the part that says how many
    frames have to be held back."""
    bits = _Bits(sps)
    bits.skip(8 + 24)  # header, profile and level
    for _ in range(2):
        bits.golomb()  # the set's number, and the length of frame numbers
    assert bits.golomb() == 0  # the kind of order counts
    for _ in range(2):
        bits.golomb()  # their length, and the number of reference frames
    bits.skip(1)
    for _ in range(2):
        bits.golomb()  # width and height
    bits.skip(2)  # frames only, 8 x 8 inference
    is_cropped = bits.text[bits.at] == "1"
    bits.skip(1)
    for _ in range(4 * is_cropped):
        bits.golomb()
    kept = bits.text[: bits.at] + "01"
    kept += "0" * (-len(kept) % 8)
    return int(kept, 2).to_bytes(len(kept) // 8)


def unspecific(packet: bytes) -> bytes:
    units = packet.replace(START_CODE, START_CODE[1:]).split(START_CODE[1:])[1:]
    return b"".join(
        START_CODE + (without_usability_information(unit) if unit[0] & 0x1F == SPS else unit)
        for unit in units
    )


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("late") / "late.ts"
    scene = Scene(320, 180)
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuv420p"
    encoder.time_base = Fraction(1, RATE)
    encoder.options = {
        "profile": "main",
        "x264-params": "bframes=3:b-adapt=0:b-pyramid=strict:ref=4:keyint=50:scenecut=0",
    }
    with av.open(path, "w") as container:
        stream = container.add_stream("h264", rate=RATE)
        stream.width, stream.height = 320, 180
        packets = []
        for number in range(FRAMES):
            picture = draw_counter(scene.draw(number, Fraction(number, RATE)), number)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            if number < WITHOUT_B_FRAMES:
                frame.pict_type = PictureType.P if number else PictureType.I
            packets += encoder.encode(frame)
        packets += encoder.encode(None)
        for packet in packets:
            written = av.Packet(unspecific(bytes(packet)))
            written.pts, written.dts = packet.pts, packet.dts
            written.time_base, written.is_keyframe = packet.time_base, packet.is_keyframe
            written.stream = stream
            container.mux(written)
    return path


def test_ffmpeg_itself_loses_frames(late: Path) -> None:
    """Otherwise the other tests show nothing."""
    with av.open(late) as container:
        container.streams.video[0].codec_context.thread_count = 1
        times = [frame.pts or 0 for frame in container.decode(video=0)]

    assert len(times) < FRAMES or times != sorted(times)


@pytest.mark.parametrize("options", [{"every_nth": 1}, {"fps": RATE}])
def test_no_frame_is_lost(options: dict[str, Any], late: Path, run: Run) -> None:
    extracted = run(late, **options)

    assert extracted.counters == list(range(FRAMES))


def test_each_listed_time_gives_its_frame(late: Path, run: Run) -> None:
    for number in range(0, FRAMES, 3):
        assert run(late, timestamps=[number / RATE]).counters == [number]
