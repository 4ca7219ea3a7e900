import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from stills.image.measure import brightness, luma, sharpness


def texture(seed: int = 1) -> MatLike:
    return np.random.default_rng(seed).integers(0, 255, (180, 320)).astype(np.uint8)


def test_luma_weighs_the_channels_as_bt_601_does() -> None:
    blue, green, red = (np.uint8(255 * np.eye(3)[channel]) for channel in range(3))
    picture = np.array([[blue, green, red]], np.uint8)

    assert luma(picture)[0].tolist() == [29, 150, 76]


def test_a_picture_loses_sharpness_with_every_blur() -> None:
    sharp = texture()
    blurred = [cv2.GaussianBlur(sharp, (0, 0), sigma) for sigma in (1, 2, 4)]

    values = [sharpness(picture) for picture in (sharp, *blurred)]

    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0] / 100


def test_a_plain_picture_has_no_sharpness() -> None:
    assert sharpness(np.full((180, 320), 90, np.uint8)) == 0


@pytest.mark.parametrize(("level", "expected"), [(0, 0), (51, 0.2), (255, 1)])
def test_brightness_is_the_mean_from_0_to_1(level: int, expected: float) -> None:
    assert brightness(np.full((180, 320), level, np.uint8)) == pytest.approx(expected)


def test_brightness_is_that_of_the_whole_picture() -> None:
    half = np.zeros((180, 320), np.uint8)
    half[:, :160] = 255

    assert brightness(half) == pytest.approx(0.5)
