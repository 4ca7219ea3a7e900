import itertools
from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.estimate import Estimate, estimate
from stills.planning.sizes import Sample
from stills.planning.timeline import Timeline
from tests.samples import a_source

HD = 1920 * 1080


def an_estimate(**options: Any) -> Estimate:
    """Of two minutes of 1080p at 25 frames a second, a keyframe every 10 s."""
    source = a_source(width=1920, height=1080, duration=120.0)
    keyframes = range(0, 120_000_000, 10_000_000)
    timeline = Timeline(
        source, range(0, 120_000_000, 40_000), keyframes, keyframes, end=120_000_000
    )
    return estimate(timeline, ExtractionOptions(**options), Sample(700_000, HD))


def test_an_image_a_second_is_as_measured() -> None:
    """120 images, 84 MB and 13.5 s of CPU time were measured of such footage."""
    expected = an_estimate(interval=1)

    assert expected.images == 120
    assert expected.archive_size == pytest.approx(84e6, rel=0.05)
    assert expected.cpu_seconds == pytest.approx(13.5, rel=0.3)


def test_the_less_is_decoded_and_encoded_the_less_it_takes() -> None:
    ways: list[dict[str, Any]] = [
        {"keyframes": True},
        {"interval": 1},
        {"every_nth": 1},
        {"every_nth": 1, "format": "png"},
    ]
    seconds = [an_estimate(**options).cpu_seconds for options in ways]

    assert all(fewer < more for fewer, more in itertools.pairwise(seconds))


def test_the_work_spreads_over_the_cores_but_the_start_does_not() -> None:
    expected = an_estimate()

    one, two = expected.seconds(cores=1), expected.seconds(cores=2)
    assert one / 2 < two < one


def test_no_images_take_no_space() -> None:
    expected = an_estimate(start=500)

    assert (expected.images, expected.archive_size) == (0, 0)
