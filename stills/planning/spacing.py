"""Times that are evenly spaced, without a list of them: a video may have millions of frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from stills.timing import rounded


@dataclass(frozen=True)
class EvenlySpaced(Sequence[int]):
    """The multiples of `interval` by `numbers`, each rounded to a whole microsecond by itself, so
    that they do not drift as those of a rounded interval would."""

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
