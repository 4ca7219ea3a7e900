from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.decode.record import Damage, DecodeRecord
from stills.warnings import cut_off, frames_damaged, frames_lost
from tests.pictures import a_frame

frames = st.lists(st.tuples(st.integers(0, 50), st.booleans()))


@given(frames)
def test_a_frame_passes_if_it_is_later_than_all_before_it(decoded: list[tuple[int, bool]]) -> None:
    record = DecodeRecord()

    passed = list(record.ascending(a_frame(time, is_corrupt=bad) for time, bad in decoded))

    latest_before = [-1, *accumulate((time for time, _ in decoded), max)]
    expected = [
        each for each, before in zip(decoded, latest_before, strict=False) if each[0] > before
    ]
    assert [(frame.time, frame.picture.is_corrupt) for frame in passed] == expected
    assert record.until == latest_before[-1]
    assert record.damage.frames == sum(is_corrupt for _, is_corrupt in expected)


def test_several_decoders_continue_the_same_record() -> None:
    record = DecodeRecord()

    first = list(record.ascending([a_frame(0), a_frame(40)]))
    second = list(record.ascending([a_frame(0), a_frame(40), a_frame(80)]))

    assert [frame.time for frame in (*first, *second)] == [0, 40, 80]


def test_only_the_frames_that_were_taken_are_recorded() -> None:
    record = DecodeRecord()

    next(record.ascending([a_frame(0), a_frame(40, is_corrupt=True)]))

    assert record.until == 0
    assert not record.damage


def test_a_new_record_has_no_damage() -> None:
    record = DecodeRecord()

    record.cut_off(False)

    assert not record.damage
    assert list(record.damage.warnings()) == []


@pytest.mark.parametrize(
    "damage", [Damage(packets=1), Damage(frames=1), Damage(cut_off=True)], ids=str
)
def test_each_kind_of_damage_is_damage_and_has_a_warning(damage: Damage) -> None:
    assert damage
    assert len(list(damage.warnings())) == 1


def test_every_kind_of_damage_is_described_to_people() -> None:
    record = DecodeRecord()
    list(record.ascending([a_frame(0, is_corrupt=True)]))
    record.packet_failed()
    record.packet_failed()
    record.cut_off()

    warnings = [frames_damaged(1), frames_lost(2), cut_off()]
    assert list(record.damage.warnings()) == warnings


def test_a_file_that_was_cut_off_once_stays_cut_off() -> None:
    record = DecodeRecord()

    record.cut_off()
    record.cut_off(False)

    assert record.damage.cut_off


def test_a_cleared_record_is_like_a_new_one() -> None:
    record = DecodeRecord()
    list(record.ascending([a_frame(40, is_corrupt=True)]))
    record.packet_failed()
    record.cut_off()

    record.clear()

    assert (record.until, record.damage) == (-1, Damage())
    assert [frame.time for frame in record.ascending([a_frame(0)])] == [0]
