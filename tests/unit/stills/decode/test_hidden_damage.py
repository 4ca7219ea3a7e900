from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.decode.hidden_damage import Budget, Verdict, has_hole
from stills.decode.segments import Segment
from stills.demux.packets import Packet
from stills.planning.inspection import ALLOWANCE, SHARE

FRAME = 40_000
PIXELS = 1920 * 1080


def segment(first: int, count: int, *, is_last: bool = True) -> Segment:
    packet = cast(Packet, None)
    frames = [((first + number) * FRAME, packet, True) for number in range(count)]
    return Segment(None, frames, None, is_last)


def taken(seconds: int, gop: int, step: int = 1) -> list[int]:
    """How many packets are decoded twice of each `step`th group of pictures."""
    budget = Budget(PIXELS, seconds)
    firsts = range(0, 25 * seconds, gop * step)
    return [budget.packets(segment(first, gop)) for first in firsts]


def test_all_of_a_short_video_is_decoded_twice() -> None:
    assert taken(4, gop=50) == [50] * 2


def test_of_a_video_in_one_long_segment_the_beginning_is() -> None:
    (count,) = taken(10, gop=250)

    assert count == pytest.approx(ALLOWANCE / PIXELS + 250 * SHARE, abs=1)


def test_of_a_long_video_whole_segments_are_that_are_spread_over_it() -> None:
    counts = taken(3600, gop=250)

    chosen = [number for number, count in enumerate(counts) if count]
    assert set(counts[:-1]) == {0, 250}  # of the last one, as much as is left
    assert len(counts) * SHARE <= len(chosen) <= len(counts) * SHARE + 3
    assert max(later - earlier for earlier, later in pairwise(chosen)) <= 2 / SHARE


def test_of_a_sparse_extraction_more_segments_are() -> None:
    assert sum(taken(3600, gop=25, step=36)) == pytest.approx(ALLOWANCE / PIXELS, abs=300)


def test_a_long_segment_in_parts_is_begun_and_left_where_the_budget_ends() -> None:
    budget = Budget(PIXELS, 3600)
    parts = [segment(first, 1000, is_last=first == 9000) for first in range(0, 10_000, 1000)]

    counts = [budget.packets(part) for part in parts]

    assert 0 < counts[0] < 1000
    assert counts[1:] == [0] * 9


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=50))
def test_a_part_is_decoded_twice_only_if_all_before_it_in_its_segment_are(parts: Any) -> None:
    budget, first, may_go_on = Budget(PIXELS, 60), 0, True
    for count, is_last in parts:
        inspected = budget.packets(segment(first, count, is_last=is_last))
        assert 0 <= inspected <= count
        assert may_go_on or not inspected
        may_go_on = is_last or (may_go_on and inspected == count)
        first += count


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"picture" + bytes(64) + b"picture", True),
        (bytes(64) + b"picture", True),
        (b"picture" + bytes(63) + b"picture", False),
        (b"picture" + bytes(500), False),
        (b"picture" + bytes(500) + b"\x01picture", False),
        (b"", False),
    ],
)
def test_zeros_within_the_data_are_a_hole(data: bytes, expected: bool) -> None:
    assert has_hole(data) is expected


@pytest.mark.parametrize(
    "calls", ["agreed differed", "differed agreed", "differed differed agreed"]
)
def test_a_difference_is_damage_if_pictures_agree_otherwise(calls: str) -> None:
    reported: list[str] = []
    verdict = Verdict(lambda: reported.append("damage"))

    for call in calls.split():
        assert not reported
        getattr(verdict, call)()

    assert reported == ["damage"]


@pytest.mark.parametrize("call", ["agreed", "differed"])
def test_decoders_that_always_agree_or_never_report_nothing(call: str) -> None:
    reported: list[str] = []
    verdict = Verdict(lambda: reported.append("damage"))

    for _ in range(3):
        getattr(verdict, call)()

    assert not reported
