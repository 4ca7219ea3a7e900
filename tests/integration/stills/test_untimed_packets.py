"""Program streams that state no times of most packets, or of none, as recorders of cameras write
them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from tests.formats import QUIET_HEVC

Clip = Callable[..., Path]
Run = Callable[..., Any]

CODECS: dict[str, tuple[str, dict[str, Any]]] = {
    "H.264": ("h264", {}),
    "H.264 with B-frames": ("h264", {"options": {"bf": "3"}}),
    "H.265": ("hevc", QUIET_HEVC),
}


PACK = b"\x00\x00\x01\xba\x44\x00\x04\x00\x04\x01\x00\x00\x03\xf8"


def pes(data: bytes, ticks: int | None) -> bytes:
    """A packet of ISO/IEC 13818-1, 2.4.3.6, of a picture that is shown when it is decoded."""
    header = b"\x80\x00\x00"
    if ticks is not None:
        bits = [0x21 | ticks >> 29 & 0x0E, ticks >> 22 & 0xFF, ticks >> 14 & 0xFE | 1]
        header = bytes([0x80, 0x80, 5, *bits, ticks >> 7 & 0xFF, ticks << 1 & 0xFE | 1])
    return b"\x00\x00\x01\xe0" + (len(header) + len(data)).to_bytes(2) + header + data


def in_a_program_stream(path: Path, tmp_path: Path, timed: Callable[[int], bool]) -> Path:
    """The packets of a stream of 25 frames per second. The numbers of those that have times are
    `timed`."""
    with av.open(path) as source:
        packets = [bytes(packet) for packet in source.demux(video=0) if packet.size]
    written = tmp_path / "recording.mpg"
    written.write_bytes(
        b"".join(
            PACK + pes(packet, 3600 * number if timed(number) else None)
            for number, packet in enumerate(packets)
        )
    )
    return written


@pytest.fixture(params=CODECS)
def stream(request: pytest.FixtureRequest, clip: Clip) -> Path:
    suffix, how = CODECS[request.param]
    return clip(suffix, gop=25, **how)


@pytest.fixture(
    params=[
        pytest.param(lambda number: number % 25 == 0, id="keyframes have times"),
        pytest.param(lambda number: number % 25 == 7, id="others have times"),
        pytest.param(lambda number: number > 60, id="only the end has times"),
        pytest.param(lambda number: number == 0, id="only the first has a time"),
        pytest.param(lambda number: False, id="none has a time"),
    ]
)
def recording(request: pytest.FixtureRequest, stream: Path, tmp_path: Path) -> Path:
    return in_a_program_stream(stream, tmp_path, request.param)


def test_no_frame_is_lost_and_all_are_evenly_spaced(recording: Path, run: Run) -> None:
    extracted = run(recording, every_nth=1)

    assert extracted.counters == list(range(100))
    assert extracted.times == pytest.approx([number / 25 for number in range(100)], abs=0.001)


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"interval": 1.0}, [0, 25, 50, 75]),
        ({"timestamps": [0.4, "50%", "100%"]}, [10, 49, 99]),
        ({"count": 3}, [0, 49, 99]),
        ({"start": 3.0, "every_nth": 10}, [75, 85, 95]),
    ],
)
def test_each_image_shows_the_frame_on_screen_at_its_time(
    options: dict[str, Any], shown: list[int], clip: Clip, tmp_path: Path, run: Run
) -> None:
    path = in_a_program_stream(clip("h264", gop=25), tmp_path, lambda number: number % 25 == 0)

    assert run(path, **options).counters == shown
