import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills import threads
from stills.threads import THREADS, in_parallel


@given(st.lists(st.integers(), max_size=50))
def test_results_come_in_the_order_of_the_items(items: list[int]) -> None:
    assert list(in_parallel(str, items)) == list(map(str, items))


def test_results_come_in_order_even_if_the_first_is_the_slowest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "THREADS", 2)
    second_is_done = threading.Event()

    def work(number: int) -> int:
        if number == 1:
            second_is_done.set()
        else:
            assert second_is_done.wait(10)
        return number

    assert list(in_parallel(work, [0, 1, 2])) == [0, 1, 2]


def test_only_one_item_more_than_there_are_threads_is_taken_in_advance() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    with closing(in_parallel(str, items())) as results:
        next(results)
        assert taken == THREADS + 1
        next(results)
        assert taken == THREADS + 2


def test_an_error_of_the_work_is_raised_in_its_place_and_leaves_no_thread() -> None:
    before = threading.active_count()
    results = in_parallel(lambda number: 1 // number, [1, 1, 0, 1])

    assert [next(results), next(results)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)

    assert threading.active_count() == before


def test_an_error_of_the_items_is_raised_and_leaves_no_thread() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ConnectionResetError

    before = threading.active_count()

    with pytest.raises(ConnectionResetError):
        list(in_parallel(str, items()))

    assert threading.active_count() == before


def test_closing_early_leaves_no_thread() -> None:
    before = threading.active_count()

    with closing(in_parallel(str, range(100))) as results:
        next(results)

    assert threading.active_count() == before


@pytest.mark.parametrize(("size", "taken"), [(0, 9), (30, 4), (40, 3), (60, 2), (70, 1), (130, 1)])
def test_fewer_large_items_are_taken_in_advance(
    size: int, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "THREADS", 8)
    monkeypatch.setattr(threads, "MAX_BYTES", 120)
    items = iter(range(100))

    with closing(in_parallel(str, items, lambda _: size)) as results:
        next(results)

        assert next(items) == taken
