"""Options become sample times, and sample times become frames."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import av
import numpy as np
import pytest

from stills.decode.selective import SelectiveDecoder
from stills.demux.video import Frame
from stills.options import ExtractionOptions
from stills.planning.sample_times import SampleTimes
from stills.select import frames as module
from stills.select.frames import select_frames

FRAME = 100_000
"""Microseconds from one frame to the next."""


@dataclass
class FakeDecoder:
    """Three seconds of a video at ten frames per second with a keyframe each second. Frames are
    brighter in the second half. `calls` has the methods that were called, in order."""

    calls: list[str] = field(default_factory=list)
    video: Any = field(default_factory=lambda: SimpleNamespace(tolerance=0))

    def _frames(self) -> Iterator[Frame]:
        for number in range(30):
            level = np.full((54, 96), 200 if number >= 15 else 50, np.uint8)
            yield Frame(number * FRAME, av.VideoFrame.from_ndarray(level, format="gray"))

    def frames_at(self, samples: SampleTimes) -> Iterator[Frame]:
        self.calls.append("frames_at")
        return self._frames()

    def frames_between(self, start: int, end: int | None) -> Iterator[Frame]:
        self.calls.append(f"frames_between {start} {end}")
        return self._frames()

    def key_frames(self, start: int, end: int | None) -> Iterator[Frame]:
        self.calls.append(f"key_frames {start} {end}")
        return (frame for frame in self._frames() if frame.time % 1_000_000 == 0)

    def start_over(self) -> None:
        self.calls.append("start_over")


@pytest.fixture
def decoder(monkeypatch: pytest.MonkeyPatch) -> FakeDecoder:
    decoder = FakeDecoder()

    def last_frame_time(video: object) -> int:
        decoder.calls.append("last_frame_time")
        return 29 * FRAME

    monkeypatch.setattr(module, "last_frame_time", last_frame_time)
    return decoder


def select(decoder: FakeDecoder, observed: list[int] | None = None, **options: Any) -> list[int]:
    """The numbers of the selected frames. The numbers of all decoded frames go to `observed`."""

    def observe(frames: Iterator[Frame]) -> Iterator[Frame]:
        for frame in frames:
            if observed is not None:
                observed.append(frame.time // FRAME)
            yield frame

    selected = select_frames(cast(SelectiveDecoder, decoder), ExtractionOptions(**options), observe)
    return [each.frame.time // FRAME for each in selected]


@pytest.mark.parametrize(
    ("options", "numbers", "calls"),
    [
        ({"interval": 1}, [0, 10, 20], ["frames_at"]),
        ({"fps": 0.5, "start": 0.5}, [5, 25], ["frames_at"]),
        ({"timestamps": (0.55, 2.0)}, [5, 20], ["frames_at"]),
        ({"timestamps": ("50%",)}, [14], ["last_frame_time", "frames_at"]),
        ({"count": 3}, [0, 14, 29], ["last_frame_time", "frames_at"]),
        ({"keyframes": True, "start": 0.5}, [10, 20], ["key_frames 500000 None"]),
        ({"every_nth": 12, "start": 0.3}, [3, 15, 27], ["frames_between 300000 None"]),
        (
            {"scenes": True},
            [7, 22],
            ["last_frame_time", "frames_between 0 2900000", "start_over", "frames_at"],
        ),
    ],
    ids=str,
)
def test_each_kind_of_sample_times_decodes_only_what_it_needs(
    options: dict[str, Any], numbers: list[int], calls: list[str], decoder: FakeDecoder
) -> None:
    assert select(decoder, **options) == numbers
    assert decoder.calls == calls


@pytest.mark.parametrize(
    ("options", "calls"),
    [
        ({"keyframes": True}, ["key_frames 0 None", "start_over", "frames_between 0 None"]),
        ({"every_nth": 10}, ["frames_between 0 None", "start_over", "frames_between 0 None"]),
        ({"interval": 1, "end": 2}, ["frames_between 0 2000000"]),
    ],
    ids=str,
)
def test_the_sharpest_frames_are_searched_among_all_frames_between_the_sample_times(
    options: dict[str, Any], calls: list[str], decoder: FakeDecoder
) -> None:
    selected = select(decoder, pick="sharpest", **options)

    assert decoder.calls == calls
    assert [number // 10 for number in selected] == [0, 1, 2]


@pytest.mark.parametrize(
    ("options", "passes"),
    [({"interval": 1}, 1), ({"every_nth": 5}, 1), ({"scenes": True}, 2)],
    ids=str,
)
def test_every_decoded_frame_is_observed(
    options: dict[str, Any], passes: int, decoder: FakeDecoder
) -> None:
    observed: list[int] = []

    select(decoder, observed, **options)

    assert observed.count(0) == passes
    assert set(observed) >= set(range(20))


def test_the_sample_time_of_a_frame_is_the_time_that_selected_it(decoder: FakeDecoder) -> None:
    options = ExtractionOptions(timestamps=(0.55,))

    [selected] = select_frames(cast(SelectiveDecoder, decoder), options, iter)

    assert (selected.sample_time, selected.frame.time) == (550_000, 500_000)
