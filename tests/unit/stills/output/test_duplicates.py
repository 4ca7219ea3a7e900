import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stills.image.similarity import fingerprint
from stills.options import ExtractionOptions
from stills.output.duplicates import CANDIDATES, KeptImages

PICTURES = [
    fingerprint(np.random.default_rng(seed).integers(0, 255, (96, 96, 3)).astype(np.uint8))
    for seed in range(4 * CANDIDATES)
]
"""No two of them are alike."""

numbers = st.lists(st.integers(0, len(PICTURES) - 1), max_size=80)


@settings(deadline=None)
@given(numbers=numbers)
def test_of_the_last_image_only_repetitions_are_duplicates(numbers: list[int]) -> None:
    kept = KeptImages(ExtractionOptions())

    added = [number for number in numbers if kept.add(PICTURES[number])]

    assert added == [each for place, each in enumerate(numbers) if numbers[:place][-1:] != [each]]


@settings(deadline=None)
@given(numbers=numbers)
def test_of_any_image_each_picture_is_kept_once(numbers: list[int]) -> None:
    kept = KeptImages(ExtractionOptions(duplicates_of="any"))

    added = [number for number in numbers if kept.add(PICTURES[number])]

    assert added == list(dict.fromkeys(numbers))
