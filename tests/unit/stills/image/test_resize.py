import numpy as np
import pytest

from stills.image.resize import Box
from stills.options import ExtractionOptions


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (400, 200)),
        ({"width": 100}, (100, 50)),
        ({"height": 100}, (200, 100)),
        ({"width": 100, "height": 100}, (100, 50)),
        ({"width": 100, "height": 100, "fit": "cover"}, (100, 100)),
        ({"width": 100, "height": 100, "fit": "stretch"}, (100, 100)),
        ({"width": 100, "fit": "stretch"}, (100, 50)),
        ({"width": 800}, (400, 200)),
        ({"width": 800, "enlarge": True}, (800, 400)),
        ({"width": 300, "height": 300, "fit": "cover"}, (300, 200)),
        ({"width": 300, "height": 300, "fit": "cover", "enlarge": True}, (300, 300)),
        ({"width": 800, "height": 100, "fit": "stretch"}, (400, 100)),
        ({"width": 1}, (1, 1)),
    ],
)
def test_pictures_fit_as_asked(asked: dict[str, int], size: tuple[int, int]) -> None:
    picture = np.zeros((200, 400, 3), np.uint8)

    assert Box.of(ExtractionOptions(**asked)).apply(picture).shape == (size[1], size[0], 3)


def test_a_cover_keeps_the_middle() -> None:
    picture = np.zeros((100, 300, 3), np.uint8)
    picture[:, 100:200] = 255

    box = Box.of(ExtractionOptions(width=100, height=100, fit="cover"))

    assert (box.apply(picture) == 255).all()
