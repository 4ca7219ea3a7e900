import cv2
import numpy as np
import pytest
from cv2.typing import MatLike
from hypothesis import given
from hypothesis import strategies as st

from stills.image.measure import brightness, distance, fingerprint, luma, sharpness

fingerprints = st.integers(0, 2**64 - 1)


def texture(seed: int = 1) -> MatLike:
    return np.random.default_rng(seed).integers(0, 255, (180, 320)).astype(np.uint8)


def gradient() -> MatLike:
    return np.tile(np.linspace(0, 255, 320).astype(np.uint8), (180, 1))


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


@given(one=fingerprints, other=fingerprints, third=fingerprints)
def test_distance_is_a_metric_up_to_64(one: int, other: int, third: int) -> None:
    assert distance(one, one) == 0
    assert 0 <= distance(one, other) == distance(other, one) <= 64
    assert distance(one, third) <= distance(one, other) + distance(other, third)


@given(one=fingerprints, bits=st.sets(st.integers(0, 63)))
def test_distance_counts_the_bits_that_differ(one: int, bits: set[int]) -> None:
    assert distance(one, one ^ sum(1 << bit for bit in bits)) == len(bits)


def test_a_fingerprint_says_which_neighboring_pixels_are_brighter() -> None:
    assert fingerprint(gradient()) == 2**64 - 1
    assert fingerprint(gradient()[:, ::-1].copy()) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: cv2.resize(picture, (160, 90), interpolation=cv2.INTER_AREA),
        lambda picture: cv2.convertScaleAbs(picture, alpha=0.8, beta=10),
        lambda picture: cv2.GaussianBlur(picture, (0, 0), 2),
    ],
    ids=["smaller", "less contrast", "blurred"],
)
def test_similar_pictures_share_most_of_their_fingerprint(change: object) -> None:
    coarse = np.random.default_rng(2).integers(0, 255, (9, 16)).astype(np.uint8)
    picture = cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC)
    assert callable(change)

    assert distance(fingerprint(picture), fingerprint(change(picture))) <= 4


def test_different_pictures_differ_in_many_bits() -> None:
    one, other = (
        np.random.default_rng(seed).integers(0, 255, (9, 16)).astype(np.uint8) for seed in (1, 2)
    )

    assert distance(fingerprint(one), fingerprint(other)) > 16
