"""Which times of a video are wanted."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from stills.timing import rounded


class Moments(Protocol):
    """Wanted times, in microseconds, between `start` and `end`. Nobody knows where a video ends
    until it does, so they need not be finite."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int | None: ...

    def first_from(self, time: int) -> int | None:
        """The first wanted time that is not before `time`; None where there is no more."""


@dataclass(frozen=True)
class Regular:
    """`start`, and every `interval` from there up to `end`."""

    start: int
    interval: Fraction
    end: int | None = None

    def first_from(self, time: int) -> int | None:
        steps = max(0, (time - self.start) * self.interval.denominator // self.interval.numerator)
        wanted = self._at(steps)
        while wanted < time:
            steps += 1
            wanted = self._at(steps)
        return None if self.end is not None and wanted > self.end else wanted

    def _at(self, steps: int) -> int:
        return self.start + rounded(steps * self.interval.numerator, self.interval.denominator)


class Listed:
    """The given times that are between `start` and `end`."""

    def __init__(self, times: Iterable[int], start: int = 0, end: int | None = None) -> None:
        self.start, self.end = start, end
        bounded = {time for time in times if start <= time and (end is None or time <= end)}
        self._times = sorted(bounded)

    def first_from(self, time: int) -> int | None:
        place = bisect_left(self._times, time)
        return self._times[place] if place < len(self._times) else None


def evenly(count: int, start: int, end: int) -> list[int]:
    """`count` times from `start` to `end`, both included; of one, `start`."""
    steps = max(1, count - 1)
    return [start + rounded((end - start) * step, steps) for step in range(count)]


def within_scenes(cuts: Sequence[int], per_scene: int, start: int, end: int) -> list[int]:
    """In each scene between the cuts, `per_scene` times, each in the middle of its share."""
    bounds = [start, *(cut for cut in cuts if start < cut <= end), end]
    return [
        begin + (until - begin) * (2 * part + 1) // (2 * per_scene)
        for begin, until in pairwise(bounds)
        for part in range(per_scene)
    ]
