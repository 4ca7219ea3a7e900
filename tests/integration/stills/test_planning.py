"""A plan from a video's description alone, beside what reading all its packets tells."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stills.cli.survey import survey
from stills.options import ExtractionOptions
from stills.planning.forecast import image_times
from stills.planning.timeline import Survey, supposed

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
"""Of a constant rate, in containers that say exactly when each frame is shown and how long all
are: Matroska rounds to milliseconds, FLV adds two frames."""

seconds = st.floats(0, 5).map(lambda time: round(time, 2))
moments = st.one_of(
    st.floats(0.01, 5).map(lambda interval: {"interval": round(interval, 3)}),
    st.floats(0.3, 70).map(lambda fps: {"fps": round(fps, 3)}),
    st.integers(1, 300).map(lambda count: {"count": count}),
    st.integers(1, 50).map(lambda nth: {"every_nth": nth}),
    st.lists(seconds, min_size=1, max_size=5).map(lambda times: {"timestamps": tuple(times)}),
)


@pytest.fixture(scope="module", params=CLIPS, ids=str)
def surveys(request: pytest.FixtureRequest, clip: Clip) -> tuple[Survey, Survey]:
    """What is known from a clip's packets, and what is supposed from its description."""
    suffix, how = request.param
    exact = survey(clip(suffix, **how))
    assert exact.source.duration is not None
    return exact, supposed(exact.source, exact.source.duration, len(exact.indexed))


@settings(max_examples=60, deadline=None)
@given(moments=moments, start=seconds)
@example(moments={"keyframes": True}, start=0.0)
def test_as_many_images_are_planned_from_the_description_as_from_the_packets(
    surveys: tuple[Survey, Survey], moments: dict[str, Any], start: float
) -> None:
    options = ExtractionOptions(**moments, start=start)

    from_packets, from_description = (len(image_times(known, options)) for known in surveys)

    assert from_description == from_packets
