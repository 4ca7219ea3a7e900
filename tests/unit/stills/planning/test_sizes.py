from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.sizes import TYPICAL_BYTES, Sample, like, typical
from tests.samples import a_source

SOURCE = a_source(display_width=640, display_height=360)
PIXELS = 640 * 360


def made_like(*, made: dict[str, Any], **options: Any) -> Sample:
    """The sample expected from an archive with ten images of 20,000 bytes each."""
    chosen, earlier = ExtractionOptions(**options), ExtractionOptions(**made)
    return like(SOURCE, chosen, made=earlier, images=10, size=10 * (20_000 + 450))


def test_the_same_options_give_images_of_the_same_size() -> None:
    options = {"format": "webp", "quality": 40, "width": 320}

    assert made_like(made=options, interval=5, **options) == Sample(20_000, PIXELS // 4)


def test_another_format_or_quality_changes_the_size_by_its_typical_ratio() -> None:
    ratio = TYPICAL_BYTES["png"][100] / TYPICAL_BYTES["jpg"][75]

    assert made_like(made={"quality": 75}, format="png").size == pytest.approx(20_000 * ratio)


def test_a_smaller_image_has_more_bytes_per_pixel() -> None:
    smaller = made_like(made={}, width=320)

    assert smaller.pixels == PIXELS // 4
    assert 20_000 / 4 < smaller.size < 20_000 / 2


def test_a_part_of_the_picture_has_as_many_bytes_per_pixel() -> None:
    half = made_like(made={}, crop=(0, 0, "50%", "100%"))

    assert half.pixels == PIXELS // 2
    assert half.size == pytest.approx(10_000)


def test_without_an_earlier_archive_the_size_is_typical() -> None:
    sample = typical(SOURCE, ExtractionOptions(quality=90))

    assert sample == Sample(PIXELS * TYPICAL_BYTES["jpg"][90], PIXELS)


@pytest.mark.parametrize("image_format", ["jpg", "webp"])
def test_a_higher_quality_takes_more_bytes(image_format: Any) -> None:
    sizes = [
        typical(SOURCE, ExtractionOptions(format=image_format, quality=quality)).size
        for quality in range(1, 101)
    ]

    assert sizes == sorted(set(sizes))


def test_an_almost_empty_archive_does_not_give_a_negative_size() -> None:
    options = ExtractionOptions()

    assert like(SOURCE, options, made=options, images=10, size=100).size == 0
