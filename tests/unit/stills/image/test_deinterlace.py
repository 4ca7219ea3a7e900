import numpy as np
import pytest
from numpy.typing import NDArray

from stills.image.deinterlace import without_combing

Picture = NDArray[np.uint8]


@pytest.fixture
def still() -> Picture:
    """Texture that varies along the lines and, more slowly, from line to line."""
    random = np.random.default_rng(1)
    return random.integers(0, 255, (16, 64, 3), np.uint8).repeat(16, axis=0)


def test_lines_of_another_moment_are_smoothed_away(still: Picture) -> None:
    moved = still.copy()
    moved[1::2] = np.roll(still, 8, axis=1)[1::2]

    assert np.abs(without_combing(moved) - still.astype(int)).mean() < (
        np.abs(moved - still.astype(int)).mean() / 4
    )


def test_a_still_picture_stays_as_it_is(still: Picture) -> None:
    assert (without_combing(still) == still).all()


@pytest.mark.parametrize("height", [1, 2, 3, 4, 5])
def test_any_height_will_do(height: int) -> None:
    assert without_combing(np.zeros((height, 8, 3), np.uint8)).shape == (height, 8, 3)
