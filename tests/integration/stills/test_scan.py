"""The times in a video's packets are the times of its decoded frames."""

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from stills.decode.record import DecodeRecord
from stills.decode.sequential import SequentialDecoder
from stills.demux.scan import scan
from stills.demux.video import Video
from tests.codecs import CLIPS

Clip = Callable[..., Path]

UNEVEN = [Fraction(number**2, 200) for number in range(30)]


@pytest.fixture(params=[*CLIPS, "variable frame rate", "an edit list"])
def path(request: pytest.FixtureRequest, clip: Clip) -> Path:
    extra: dict[str, tuple[str, dict[str, Any]]] = {
        "variable frame rate": ("mkv", {"times": UNEVEN}),
        "an edit list": ("mp4", {"times": [time + 2 for time in UNEVEN]}),
    }
    suffix, how = (CLIPS | extra)[request.param]
    return clip(suffix, **how)


def decoded(path: Path) -> tuple[list[int], list[int]]:
    """The times of all frames and of the keyframes."""
    with path.open("rb") as file, Video(file) as video:
        frames = list(SequentialDecoder(video, DecodeRecord()).every_frame())
    return [each.time for each in frames], [each.time for each in frames if each.picture.key_frame]


def test_a_scan_finds_the_times_of_all_decoded_frames_and_keyframes(path: Path) -> None:
    with path.open("rb") as file, Video(file) as video:
        frames, keyframes, end = scan(video)

    assert (frames, keyframes) == decoded(path)
    assert end >= frames[-1]


@pytest.mark.parametrize("suffix", ["mkv", "ts"])
def test_a_file_that_is_cut_off_has_the_times_before_the_cut(suffix: str, clip: Clip) -> None:
    data = clip(suffix, gop=25).read_bytes()

    with Video(io.BytesIO(data[: len(data) // 2])) as video:
        frames, keyframes, _ = scan(video)

    assert 10 < len(frames) < 90
    whole = len(frames) - 8  # the last B-frames may be missing, and what they refer to be there
    assert frames[:whole] == [number * 40_000 for number in range(whole)]
    assert keyframes == [each for each in frames if each % 1_000_000 == 0]
