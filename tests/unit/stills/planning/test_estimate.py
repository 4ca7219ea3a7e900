import itertools
from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.estimate import Estimate, estimate
from stills.planning.sizes import Sample
from stills.planning.timeline import Timeline
from tests.samples import a_source

HD = 1920 * 1080


def an_estimate(*, codec: str = "h264", **options: Any) -> Estimate:
    """For two minutes of 1080p at 25 frames per second, with a keyframe every 10 s."""
    source = a_source(width=1920, height=1080, duration=120.0, codec=codec)
    keyframes = range(0, 120_000_000, 10_000_000)
    timeline = Timeline(
        source, range(0, 120_000_000, 40_000), keyframes, keyframes, end=120_000_000
    )
    return estimate(timeline, ExtractionOptions(**options), Sample(700_000, HD))


def test_the_estimate_for_an_image_per_second_is_close_to_the_measurement() -> None:
    """120 images, 84 MB and 13.5 s of CPU time were measured on such footage."""
    expected = an_estimate(interval=1)

    assert expected.images == 120
    assert expected.archive_size == pytest.approx(84e6, rel=0.05)
    assert expected.cpu_seconds == pytest.approx(13.5, rel=0.3)


def test_less_decoding_and_encoding_takes_less_time() -> None:
    choices: list[dict[str, Any]] = [
        {"keyframes": True},
        {"interval": 1},
        {"every_nth": 1},
        {"every_nth": 1, "format": "png"},
    ]
    seconds = [an_estimate(**options).cpu_seconds for options in choices]

    assert all(fewer < more for fewer, more in itertools.pairwise(seconds))


def test_the_estimate_counts_what_is_decoded_twice_to_find_damage() -> None:
    """A tenth, and 250 million pixels."""
    once, twice = an_estimate(codec="h264", every_nth=1), an_estimate(codec="hevc", every_nth=1)

    pixels = 3000 * HD
    assert twice.cpu_seconds - once.cpu_seconds == pytest.approx((0.1 * pixels + 250e6) / 400e6)


def test_more_cores_shorten_the_work_but_not_the_start() -> None:
    expected = an_estimate()

    one, two = expected.seconds(cores=1), expected.seconds(cores=2)
    assert one / 2 < two < one


def test_an_extraction_without_images_has_an_empty_archive() -> None:
    expected = an_estimate(start=500)

    assert (expected.images, expected.archive_size) == (0, 0)
