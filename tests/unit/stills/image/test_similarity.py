from collections.abc import Callable

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.duplicates.pairs import slide
from stills.image.similarity import NOISE, difference, fingerprint

SIZES = st.tuples(st.integers(1, 200), st.integers(1, 200))


def texture(seed: int = 1) -> MatLike:
    coarse = np.random.default_rng(seed).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return cv2.resize(coarse, (640, 360), interpolation=cv2.INTER_CUBIC)


def plain(*color: int) -> MatLike:
    return np.full((90, 160, 3), color, np.uint8)


def between(one: MatLike, other: MatLike) -> float:
    return difference(fingerprint(one), fingerprint(other))


def with_grain(picture: MatLike) -> MatLike:
    grain = np.random.default_rng(4).normal(0, 4, picture.shape)
    return np.asarray(np.clip(picture + grain, 0, 255), np.uint8)


@settings(deadline=None)
@given(sizes=st.tuples(SIZES, SIZES), seed=st.integers(0, 9))
def test_pictures_of_any_size_differ_by_a_share_in_either_order(
    sizes: tuple[tuple[int, int], tuple[int, int]], seed: int
) -> None:
    random = np.random.default_rng(seed)
    one, other = (random.integers(0, 255, (*size, 3)).astype(np.uint8) for size in sizes)

    assert 0 <= between(one, other) == between(other, one) <= 1
    assert between(one, one) == 0


@settings(deadline=None)
@given(share=st.integers(0, 96), level=st.integers(NOISE + 1, 255))
def test_the_difference_is_the_share_of_the_picture_that_changed(share: int, level: int) -> None:
    picture = np.zeros((96, 96, 3), np.uint8)
    changed = picture.copy()
    changed[:share] = level

    assert between(picture, changed) == pytest.approx(share / 96, abs=0.011)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (plain(60, 60, 60), plain(75, 75, 75)),
        (plain(0, 0, 255), plain(0, 130, 0)),
        (plain(200, 80, 80), plain(80, 100, 160)),
        (texture(1), texture(2)),
        (texture(1) // 8, texture(2) // 8),
    ],
    ids=["grays", "red and green", "colors of one luma", "pictures", "dark pictures"],
)
def test_different_pictures_differ_in_much(one: MatLike, other: MatLike) -> None:
    assert between(one, other) > 0.3


def test_another_line_of_small_text_is_a_difference() -> None:
    one, other = (slide(np.random.default_rng(1), 1280, 720, lines) for lines in (3, 4))

    assert 0.002 < between(one, other) < 0.05


@pytest.mark.parametrize(
    "change",
    [
        with_grain,
        lambda picture: cv2.convertScaleAbs(picture, alpha=0.99, beta=2),
        lambda picture: cv2.GaussianBlur(picture, (0, 0), 2),
        lambda picture: cv2.resize(picture, (160, 90), interpolation=cv2.INTER_AREA),
        lambda picture: cv2.imdecode(cv2.imencode(".jpg", picture, [1, 40])[1], 1),
    ],
    ids=["grain", "flicker", "blurred", "smaller", "strongly compressed"],
)
def test_pictures_that_look_the_same_do_not_differ(change: Callable[[MatLike], MatLike]) -> None:
    assert between(texture(), change(texture())) < 0.002
