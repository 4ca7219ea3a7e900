"""The times in a video's packets are the times of its decoded frames."""

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from stills.decode.record import DecodeRecord
from stills.decode.sequential import SequentialDecoder
from stills.demux.scan import last_time, scan
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
        found = scan(video)

    assert found == decoded(path)


def test_the_last_time_is_that_of_the_last_decoded_frame(path: Path) -> None:
    with path.open("rb") as file, Video(file) as video:
        last = last_time(video)
        frames, _ = scan(video)  # from the beginning, because the video is rewound

    assert last == decoded(path)[0][-1] == frames[-1]


def test_the_last_time_is_found_without_reading_the_whole_file(clip: Clip) -> None:
    class CountedReads(io.BytesIO):
        total = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.total += len(data)
            return data

    options = {"crf": "4", "preset": "veryfast"}
    path = clip("mp4", seconds=16, gop=50, options=options, width=1280, height=720)
    file = CountedReads(path.read_bytes())

    with Video(file) as video:
        assert last_time(video) == 15_960_000

    assert file.total < len(file.getvalue()) / 2


@pytest.mark.parametrize("suffix", ["mkv", "ts"])
def test_a_file_that_is_cut_off_has_the_times_before_the_cut(suffix: str, clip: Clip) -> None:
    data = clip(suffix, gop=25).read_bytes()

    with Video(io.BytesIO(data[: len(data) // 2])) as video:
        frames, keyframes = scan(video)

    assert 10 < len(frames) < 90
    whole = len(frames) - 8  # the last B-frames may be missing, and what they refer to be there
    assert frames[:whole] == [number * 40_000 for number in range(whole)]
    assert keyframes == [each for each in frames if each % 1_000_000 == 0]
