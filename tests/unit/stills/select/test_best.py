"""The sharpest frames that are far enough from each other."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stills.select.best import sharpest_apart

scores = st.lists(st.tuples(st.integers(0, 50).map(float), st.integers(0, 1000)), max_size=60)


def test_the_sharpest_frame_excludes_those_near_it() -> None:
    found = [(1.0, 0), (9.0, 100), (10.0, 200), (2.0, 300), (8.0, 400)]

    assert sharpest_apart(found, 3, 150) == [0, 200, 400]


def test_no_more_than_the_wanted_number_is_chosen() -> None:
    assert sharpest_apart([(1.0, 0), (3.0, 100), (2.0, 200)], 2, 100) == [100, 200]


@given(scores, st.integers(1, 20), st.integers(0, 300))
def test_every_frame_that_is_not_chosen_is_near_one_that_is_as_sharp(
    found: list[tuple[float, int]], count: int, gap: int
) -> None:
    chosen = sharpest_apart(found, count, gap)

    assert all(other - one >= gap for one, other in pairwise(chosen))
    assert len(chosen) <= count
    best = {time: max(value for value, each in found if each == time) for time in chosen}
    if len(chosen) < count:
        for value, time in found:
            near = [each for each in chosen if abs(each - time) < max(gap, 1)]
            assert time in chosen or any(best[each] >= value for each in near)
