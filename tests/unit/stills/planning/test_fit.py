from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.fit import Box


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({}, (400, 200)),
        ({"height": 100}, (200, 100)),
        ({"width": 100, "height": 100, "fit": "cover"}, (100, 100)),
        ({"width": 300, "height": 300, "fit": "cover"}, (300, 200)),
        ({"width": 800, "enlarge": True}, (800, 400)),
    ],
)
def test_the_size_after_fitting_follows_from_the_options(
    options: dict[str, Any], size: tuple[int, int]
) -> None:
    assert Box.of(ExtractionOptions(**options)).fitted_size(400, 200) == size
