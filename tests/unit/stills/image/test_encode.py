import numpy as np
import pytest

from stills.errors import UnsupportedSize
from stills.image.encode import MAX_SIDE, check_size, encode
from stills.options import ExtractionOptions


@pytest.mark.parametrize("image_format", MAX_SIDE)
def test_the_largest_sides_can_be_encoded(image_format: str) -> None:
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]
    side = MAX_SIDE[image_format]

    for width, height in ((side, 1), (1, side)):
        check_size(width, height, options)
        image = encode(np.zeros((height, width, 3), np.uint8), options)
        assert (image.width, image.height) == (width, height)


@pytest.mark.parametrize("image_format", MAX_SIDE)
def test_what_is_too_large_is_refused_before_it_is_made(image_format: str) -> None:
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]

    for width, height in ((MAX_SIDE[image_format] + 1, 1), (1, MAX_SIDE[image_format] + 1)):
        with pytest.raises(UnsupportedSize):
            check_size(width, height, options)
    with pytest.raises(UnsupportedSize):
        check_size(60_000, 60_000, options)


def test_sizes_that_webp_cannot_have_are_no_options() -> None:
    with pytest.raises(ValueError, match="`height` must be at most 16383 for webp images"):
        ExtractionOptions(format="webp", height=16_384)
    assert ExtractionOptions(format="png", height=16_384).height == 16_384
