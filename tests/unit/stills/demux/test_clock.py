from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.demux.clock import ContinuousClock
from stills.demux.packets import Packet

TICK = Fraction(1, 1000)


@dataclass
class FakePacket:
    pts: int | None
    dts: int | None
    duration: int = 40


def corrected(format_name: str, *packets: FakePacket) -> list[tuple[int | None, int | None]]:
    clock = ContinuousClock(format_name, TICK)
    done = [cast(FakePacket, clock.correct(cast(Packet, each))) for each in packets]
    return [(each.pts, each.dts) for each in done]


def test_a_clock_that_starts_over_goes_on() -> None:
    packets = [FakePacket(dts + 80, dts) for dts in (5000, 5040, 0, 40)]

    assert corrected("matroska,webm", *packets) == [
        (5080, 5000),
        (5120, 5040),
        (5160, 5080),
        (5200, 5120),
    ]


def test_what_follows_is_on_screen_after_all_that_was_before() -> None:
    packets = [FakePacket(5080, 5000), FakePacket(5040, 5040), FakePacket(0, 0)]

    assert corrected("matroska,webm", *packets)[-1] == (5120, 5120)


def test_a_gap_is_closed_only_in_formats_that_allow_discontinuities() -> None:
    def with_gap() -> list[FakePacket]:
        return [FakePacket(dts, dts) for dts in (0, 40, 60_000)]

    assert corrected("mpegts", *with_gap())[-1] == (80, 80)
    assert corrected("mov,mp4,m4a", *with_gap())[-1] == (60_000, 60_000)


@pytest.mark.parametrize("step", [-1000, -40, 0, 10_000])
def test_small_steps_are_left_as_they_are(step: int) -> None:
    assert corrected("mpegts", FakePacket(5000, 5000), FakePacket(5000 + step, 5000 + step)) == [
        (5000, 5000),
        (5000 + step, 5000 + step),
    ]


def test_packets_without_timestamps_are_let_through() -> None:
    assert corrected(
        "mpegts", FakePacket(None, None), FakePacket(9, None), FakePacket(None, 7)
    ) == [(None, None), (9, None), (None, 7)]


def test_after_a_seek_nothing_is_a_jump() -> None:
    clock = ContinuousClock("mpegts", TICK)
    clock.correct(cast(Packet, FakePacket(50_000, 50_000)))

    clock.restart()
    packet = clock.correct(cast(Packet, FakePacket(0, 0)))

    assert (packet.pts, clock.jumps) == (0, 0)


@given(
    st.lists(st.lists(st.integers(40, 9000), min_size=30, max_size=40), min_size=1, max_size=5),
    st.integers(-(10**6), 10**6),
)
def test_joined_recordings_follow_each_other_without_a_gap(
    recordings: list[list[int]], start: int
) -> None:
    packets, expected, end = [], list[int](), 0
    for steps in recordings:
        times = [0, *accumulate(steps)]
        packets += [FakePacket(start + time, start + time) for time in times]
        expected += [end + time for time in times]
        end = expected[-1] + 40

    times = [pts - start for pts, _ in corrected("mpegts", *packets) if pts is not None]

    assert times == expected
