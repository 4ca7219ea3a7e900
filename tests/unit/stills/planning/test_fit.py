import pytest

from stills.options import ExtractionOptions
from stills.planning.fit import Box


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (400, 200)),
        ({"height": 100}, (200, 100)),
        ({"width": 100, "height": 100, "fit": "cover"}, (100, 100)),
        ({"width": 300, "height": 300, "fit": "cover"}, (300, 200)),
        ({"width": 800, "enlarge": True}, (800, 400)),
    ],
)
def test_a_picture_ends_with_this_size(asked: dict[str, int], size: tuple[int, int]) -> None:
    assert Box.of(ExtractionOptions(**asked)).fitted_size(400, 200) == size
