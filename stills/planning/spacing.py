"""Evenly spaced times, without a list of them, because a video may have millions of frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from stills.timing import rounded


@dataclass(frozen=True)
class EvenlySpaced(Sequence[int]):
    """`interval` multiplied by each of `numbers`. Each product is rounded to whole microseconds by
    itself, so that the times do not drift as multiples of a rounded interval would."""

    numbers: range
    interval: Fraction

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> "EvenlySpaced": ...

    def __getitem__(self, place: int | slice) -> "int | EvenlySpaced":
        if isinstance(place, slice):
            return EvenlySpaced(self.numbers[place], self.interval)
        return rounded(self.numbers[place] * self.interval.numerator, self.interval.denominator)
