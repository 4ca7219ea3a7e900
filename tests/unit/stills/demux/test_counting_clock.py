from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import pytest

from stills.demux.clock import CountingClock
from stills.demux.packets import Packet

TICK, RATE = Fraction(1, 1000), Fraction(25)
FRAME = 40


@dataclass
class FakePacket:
    duration: int
    pts: int | None = None
    dts: int | None = None


def times(format_name: str, durations: list[int], rate: Fraction = RATE) -> list[int | None]:
    clock = CountingClock(format_name, TICK, rate)
    packets = [cast(Packet, FakePacket(each)) for each in durations]
    return [clock.correct(packet).pts for packet in packets]


@pytest.mark.parametrize(
    ("durations", "expected"),
    [
        ([FRAME] * 4, [0, 40, 80, 120]),
        ([FRAME // 2] * 6, [0, 0, 40, 40, 80, 80]),
        ([60, 40, 60, 40], [0, 60, 100, 160]),
        ([0, 0, 0], [0, 40, 80]),
    ],
    ids=["frames", "fields", "telecine", "unknown"],
)
def test_packets_follow_each_other(durations: list[int], expected: list[int]) -> None:
    assert times("h264", durations) == expected


def test_durations_that_ffmpeg_invents_do_not_matter() -> None:
    assert times("m4v", [80] * 3) == [0, 40, 80]


def test_the_rate_is_exact() -> None:
    assert times("h264", [33] * 301, Fraction(30))[-1] == 10_000
