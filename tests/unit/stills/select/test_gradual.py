"""Changes over many frames take the place of the cuts within them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.select.gradual import MARGIN, Change, GradualChanges, with_changes
from stills.select.scenes import MIN_SCENE, cuts


def change(begin: int, end: int) -> Change:
    return Change((begin + end) // 2, begin, end, from_plain=False, to_plain=False)


moments = st.integers(0, 20 * MARGIN)
some_changes = st.lists(st.tuples(moments, moments).map(lambda span: change(*sorted(span))))


@given(st.lists(moments).map(sorted), some_changes.map(sorted))
def test_a_cut_within_a_change_is_a_part_of_it(found: list[int], changes: list[Change]) -> None:
    outside = [
        cut
        for cut in found
        if not any(each.begin - MARGIN <= cut <= each.end + MARGIN for each in changes)
    ]

    assert with_changes(found, changes) == sorted([*outside, *(each.middle for each in changes)])


def test_a_whole_day_of_cuts_and_changes_takes_no_time() -> None:
    scenes = range(0, 24 * 3600 * 1_000_000, 2 * MIN_SCENE)
    started = time.process_time()

    with_changes(list(scenes), [change(each, each + MARGIN // 4) for each in scenes])

    assert time.process_time() - started < 10


def test_parts_of_a_long_dissolve_are_not_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [change(middle, middle) for middle in (1_000_000, 1_170_000, 1_340_000, 1_400_000)]
    monkeypatch.setattr(GradualChanges, "changes", lambda _: parts)

    assert cuts([], 0.3) == [1_000_000, 1_400_000]
