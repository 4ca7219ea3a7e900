"""A plan from a video's description alone has as many images as one from all its packets."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import stills
from stills.options import ExtractionOptions
from stills.planning.forecast import image_times
from stills.planning.timeline import Timeline, assumed_timeline

Clip = Callable[..., Path]

CLIPS: list[tuple[str, dict[str, Any]]] = [
    ("mp4", {"rate": 25, "gop": 25}),
    ("mp4", {"rate": Fraction(24000, 1001), "gop": 12}),
    ("mp4", {"rate": Fraction(60000, 1001), "gop": 1}),
    ("mp4", {"rate": 7, "seconds": 3}),
    ("mov", {"rate": 30}),
    ("mkv", {"rate": 25}),
    ("webm", {"rate": 20, "codec": "libvpx"}),
    ("avi", {"rate": 25, "codec": "mpeg4"}),
    ("ts", {"rate": 25}),
]
"""Clips of a constant frame rate, in containers with exact times and an exact duration. Matroska
rounds to milliseconds, and FLV adds two frames."""

seconds = st.floats(0, 5).map(lambda time: round(time, 2))
samples = st.one_of(
    st.floats(0.01, 5).map(lambda interval: {"interval": round(interval, 3)}),
    st.floats(0.3, 70).map(lambda fps: {"fps": round(fps, 3)}),
    st.integers(1, 300).map(lambda count: {"count": count}),
    st.integers(1, 50).map(lambda nth: {"every_nth": nth}),
    st.lists(seconds, min_size=1, max_size=5).map(lambda times: {"timestamps": tuple(times)}),
)


@pytest.fixture(scope="module", params=CLIPS, ids=str)
def timelines(request: pytest.FixtureRequest, clip: Clip) -> tuple[Timeline, Timeline]:
    """The timeline from a clip's packets, and the one assumed from its description."""
    suffix, how = request.param
    exact = stills.scan(clip(suffix, **how))
    assert exact.source.duration is not None
    return exact, assumed_timeline(exact.source, exact.source.duration, len(exact.indexed))


@settings(max_examples=60, deadline=None)
@given(samples=samples, start=seconds)
@example(samples={"keyframes": True}, start=0.0)
def test_the_description_and_the_packets_give_the_same_number_of_images(
    timelines: tuple[Timeline, Timeline], samples: dict[str, Any], start: float
) -> None:
    options = ExtractionOptions(**samples, start=start)

    from_packets, from_description = (len(image_times(each, options)) for each in timelines)

    # Times of frames are rounded to ticks, which a description does not have: a sample time that is
    # within half a tick of a frame may give it or the one before.
    assert from_description == pytest.approx(from_packets, rel=0.02, abs=1)
