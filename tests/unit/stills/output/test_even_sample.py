from fractions import Fraction
from weakref import WeakSet

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.output.even_sample import EvenSample


def sampled(size: int, count: int) -> list[int]:
    sample = EvenSample[int](size)
    for number in range(count):
        sample.add(number)
    return sample.items()


@pytest.mark.parametrize(
    ("size", "count", "items"),
    [
        (3, 0, []),
        (3, 1, [0]),
        (3, 3, [0, 1, 2]),
        (3, 4, [0, 2, 3]),
        (3, 7, [0, 4, 6]),
        (5, 9, [0, 2, 4, 6, 8]),
        (2, 1000, [0, 999]),
    ],
)
def test_the_first_and_the_last_item_are_kept(size: int, count: int, items: list[int]) -> None:
    assert sampled(size, count) == items


@given(size=st.integers(2, 40), count=st.integers(1, 2000))
def test_each_item_is_within_half_a_step_of_its_even_position(size: int, count: int) -> None:
    items = sampled(size, count)

    assert len(items) == min(size, count)
    assert items == sorted(set(items))
    assert (items[0], items[-1]) == (0, count - 1)
    step = Fraction(count - 1, max(1, len(items) - 1))
    assert all(abs(item - place * step) <= step / 2 for place, item in enumerate(items))


class Heavy:
    """An object whose lifetime can be observed."""


@given(size=st.integers(2, 20), count=st.integers(1, 500))
def test_at_most_twice_the_size_and_the_last_item_are_in_memory(size: int, count: int) -> None:
    sample, alive = EvenSample[Heavy](size), WeakSet[Heavy]()
    for _ in range(count):
        item = Heavy()
        alive.add(item)
        sample.add(item)
        assert len(alive) <= 2 * size + 1
