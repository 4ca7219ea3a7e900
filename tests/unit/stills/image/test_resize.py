from typing import Any

import numpy as np
import pytest

from stills.image.resize import Box
from stills.options import ExtractionOptions


@pytest.mark.parametrize(
    ("options", "size"),
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
def test_pictures_are_fitted_as_the_options_say(
    options: dict[str, Any], size: tuple[int, int]
) -> None:
    picture = np.zeros((200, 400, 3), np.uint8)

    assert Box.of(ExtractionOptions(**options)).apply(picture).shape == (size[1], size[0], 3)


def test_cover_keeps_the_middle_of_the_picture() -> None:
    picture = np.zeros((100, 300, 3), np.uint8)
    picture[:, 100:200] = 255

    box = Box.of(ExtractionOptions(width=100, height=100, fit="cover"))

    assert (box.apply(picture) == 255).all()
