import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from stills.image.alpha import over_black, resized


def square(kind: type[np.uint8 | np.uint16]) -> NDArray[np.uint8 | np.uint16]:
    """A red opaque square; what is transparent around it is green."""
    most = np.iinfo(kind).max
    picture = np.zeros((64, 64, 4), kind)
    picture[..., 1] = most
    picture[16:48, 16:48] = (0, 0, most, most)
    return picture


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("size", [(20, 20), (37, 51), (150, 150)])
@pytest.mark.parametrize("interpolation", [cv2.INTER_AREA, cv2.INTER_CUBIC])
def test_colors_of_transparent_pixels_are_not_seen_at_edges(
    kind: type[np.uint8 | np.uint16], size: tuple[int, int], interpolation: int
) -> None:
    picture = resized(square(kind), size, interpolation)

    visible = picture[picture[..., 3] > np.iinfo(kind).max // 50] / np.iinfo(kind).max
    assert picture.shape == (size[1], size[0], 4)
    assert picture.dtype == kind
    assert len(visible)
    assert visible[..., 1].max() < 0.05
    assert visible[..., 2].min() > 0.95


def test_a_uniform_picture_stays_as_it_is() -> None:
    picture = np.full((30, 30, 4), (10, 120, 250, 77), np.uint8)

    assert (
        np.abs(resized(picture, (11, 7), cv2.INTER_AREA).astype(int) - picture[:7, :11]).max() <= 1
    )


def test_a_picture_without_alpha_is_resized_as_ever() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (40, 30, 3)).astype(np.uint8)

    smaller = resized(picture, (15, 20), cv2.INTER_AREA)

    assert np.array_equal(smaller, cv2.resize(picture, (15, 20), interpolation=cv2.INTER_AREA))


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_over_black_dims_by_alpha(kind: type[np.uint8 | np.uint16]) -> None:
    most = np.iinfo(kind).max
    picture = np.full((2, 2, 4), (most, most // 2, 0, most // 4), kind)

    assert over_black(picture)[0, 0].tolist() == pytest.approx([most / 4, most / 8, 0], abs=1)
