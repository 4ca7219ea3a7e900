from bisect import bisect_right
from fractions import Fraction

from stills.planning.spacing import EvenlySpaced

NTSC = Fraction(1_001_000, 30)
"""Microseconds from frame to frame, at 29.97 frames per second."""


def test_times_do_not_drift() -> None:
    assert EvenlySpaced(range(108_001), NTSC)[-1] == 3_603_600_000


def test_times_can_be_searched() -> None:
    times = EvenlySpaced(range(108_001), NTSC)

    assert [bisect_right(times, time) for time in (0, 33_366, 33_367, 10**12)] == [1, 1, 2, 108_001]


def test_a_slice_is_evenly_spaced_too() -> None:
    times = EvenlySpaced(range(10), Fraction(5, 2))

    assert list(times[3:8:2]) == [8, 13, 18]
    assert list(times[8:]) == [20, 23]
