"""The counter in a clip's pictures survives what an extraction does to them."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from local.clips import COUNTER_BITS, draw_counter, read_counter
from local.scene import Picture, Scene


@pytest.fixture
def picture() -> Picture:
    return Scene(320, 180).draw(1, Fraction(1, 25))


@pytest.mark.parametrize("number", [0, 1, 4711, 2**COUNTER_BITS - 1])
@pytest.mark.parametrize("size", [(320, 180), (160, 90), (111, 222), (640, 360)])
def test_the_counter_is_read_at_any_size(
    picture: Picture, number: int, size: tuple[int, int]
) -> None:
    scaled = cv2.resize(draw_counter(picture, number), size, interpolation=cv2.INTER_AREA)

    assert read_counter(np.asarray(scaled, np.uint8)) == number


def test_the_counter_is_read_from_a_coarse_jpeg(picture: Picture) -> None:
    _, encoded = cv2.imencode(".jpg", draw_counter(picture, 99), [cv2.IMWRITE_JPEG_QUALITY, 20])

    assert read_counter(np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)) == 99


@pytest.mark.parametrize("turn", [np.fliplr, np.flipud, np.zeros_like])
def test_a_picture_that_is_flipped_or_shows_none_is_refused(picture: Picture, turn: object) -> None:
    assert callable(turn)
    changed = turn(draw_counter(picture, 99))

    with pytest.raises(ValueError, match="no frame counter"):
        read_counter(changed)


def test_a_scene_moves_from_frame_to_frame() -> None:
    scene = Scene(320, 180)

    first, second = (scene.draw(number, Fraction(number, 25)) for number in (0, 25))

    assert first.shape == (180, 320, 3)
    assert not np.array_equal(first, second)
