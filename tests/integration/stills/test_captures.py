"""A capture that begins in the middle of a packet, or with data of something else, gives the right
pictures from the first one that can be decoded on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.formats import QUIET_HEVC

Clip = Callable[..., Path]
Run = Callable[..., Any]

FRAMES, GOP = 50, 10

CAPTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "transport stream": ("ts", {}),
    "program stream": ("mpg", {"codec": "mpeg2video", "options": {"bf": "2"}}),
    "H.264 stream": ("h264", {}),
    "H.265 stream": ("hevc", QUIET_HEVC),
    "MPEG-2 stream": ("m2v", {"codec": "mpeg2video", "options": {"bf": "2"}}),
}


@pytest.fixture(params=CAPTURES)
def whole(request: pytest.FixtureRequest, clip: Clip) -> bytes:
    suffix, how = CAPTURES[request.param]
    return clip(suffix, **{"seconds": FRAMES / 25, "gop": GOP} | how).read_bytes()


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Type: video\r\n\r\n", id="header of a server"),
        pytest.param(b"IMKH" + bytes(range(1, 255)) * 20, id="header of a recorder"),
    ],
)
def test_nothing_is_lost_after_data_of_something_else(
    before: bytes, whole: bytes, tmp_path: Path, run: Run
) -> None:
    capture = tmp_path / "capture"
    capture.write_bytes(before + whole)

    extracted = run(capture, every_nth=1)

    assert extracted.counters == list(range(FRAMES))
    assert extracted.times == [pytest.approx(n / 25, abs=1e-4) for n in range(FRAMES)]
    assert not extracted.manifest.warnings


@pytest.mark.parametrize("missing", [0.1, 0.3, 0.5])
def test_a_part_gives_every_frame_from_its_first_keyframe_on(
    missing: float, whole: bytes, tmp_path: Path, run: Run
) -> None:
    capture = tmp_path / "capture"
    capture.write_bytes(whole[round(len(whole) * missing) :])

    extracted = run(capture, every_nth=1)

    first = extracted.counters[0]
    assert 0 < first <= FRAMES * missing + 2 * GOP
    assert extracted.counters == list(range(first, FRAMES))
    assert extracted.times == [
        pytest.approx(n / 25, abs=1e-4) for n in range(len(extracted.counters))
    ]
