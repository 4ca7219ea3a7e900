"""Finds fades and dissolves: changes to another scene over many frames.

Halfway through one, the picture is the mean of those at its beginning and its end, with less
contrast. Where something moves it is not. A change of brightness alone leaves the picture similar
in everything else.
"""

from bisect import bisect_right
from collections import deque
from typing import NamedTuple

import cv2

from stills.select.small import PLAIN, Small, correlation, difference, distance

STEP = 36_000
"""Microseconds between the frames that are compared, at least."""

LENGTHS = 6, 10, 16, 24
"""How many such frames a change may take. A longer one is found by a part of it."""

MAX_RESIDUAL = 0.3
"""The difference between the picture halfway and the mean, in proportion to the whole change."""

MIN_DIFFERENCE = 0.4
"""Between two scenes. The threshold of cuts is lower, because other things confirm a cut."""

MAX_CONTRAST = 0.87
"""Of the picture halfway, in proportion to those of two scenes: a mean of both has 0.71."""

MAX_STEP = 0.4
"""The share of the change that may happen from one frame to the next: more is a cut."""

MAX_CORRELATION = 0.6
"""Between two scenes."""

MAX_GAP = 160_000
"""Microseconds between the middles of two parts of a change."""

MARGIN = 400_000
"""Microseconds before and after a change in which a cut is a part of it."""

MAX_PAUSE = 2_000_000
"""Microseconds between the middles of a fade to a plain picture and of the one from it."""


class Change(NamedTuple):
    """`middle`, `begin` and `end` are in microseconds. A change from or to a plain picture is half
    of one between scenes."""

    middle: int
    begin: int
    end: int
    from_plain: bool
    to_plain: bool

    @property
    def is_whole(self) -> bool:
        return self.from_plain == self.to_plain


class GradualChanges:
    """Receives all frames in order, and has the `changes` that were found so far."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._recent: deque[Small] = deque(maxlen=max(LENGTHS) + 1)
        self._steps: deque[float] = deque(maxlen=max(LENGTHS))
        self._found: list[Change] = []

    def add(self, small: Small) -> None:
        if self._recent:
            if small.time - self._recent[-1].time < STEP:
                return
            self._steps.append(distance(self._recent[-1], small))
        self._recent.append(small)
        for length in LENGTHS:
            if len(self._recent) > length and self._is_change(length):
                first, halfway = self._recent[-1 - length], self._recent[-1 - length // 2]
                plain = first.contrast < PLAIN, small.contrast < PLAIN
                self._found.append(Change(halfway.time, first.time, small.time, *plain))

    def changes(self) -> list[Change]:
        """From one scene to another."""
        return [each for each in _paired(_joined(self._found)) if each.is_whole]

    def _is_change(self, length: int) -> bool:
        first, halfway, last = (self._recent[-1 - back] for back in (length, length // 2, 0))
        contrasts = first.contrast, last.contrast
        if min(contrasts) >= PLAIN and 2 * halfway.contrast > MAX_CONTRAST * sum(contrasts):
            return False
        whole = distance(first, last)
        steps = list(self._steps)[-length:]
        return (
            max(contrasts) >= PLAIN
            and difference(first, last) >= max(self._threshold, MIN_DIFFERENCE)
            and max(steps) <= MAX_STEP * whole
            and sum(steps) <= 2.5 * whole
            and _residual(first, halfway, last) <= MAX_RESIDUAL * whole
            and correlation(first, last) <= MAX_CORRELATION
        )


def _residual(first: Small, halfway: Small, last: Small) -> float:
    mean = cv2.addWeighted(first.picture, 0.5, last.picture, 0.5, 0)
    return sum(cv2.mean(cv2.absdiff(mean, halfway.picture))) / 3


def _joined(found: list[Change]) -> list[Change]:
    """Parts of the same change have their middles close together. The shortest says best where it
    happens."""
    groups: list[list[Change]] = []
    for change in sorted(found):
        if groups and change.middle - groups[-1][-1].middle <= MAX_GAP:
            groups[-1].append(change)
        else:
            groups.append([change])
    return [_one(group) for group in groups]


def _one(group: list[Change]) -> Change:
    begin, end = max(each.begin for each in group), min(each.end for each in group)
    middle = (group[0].middle + group[-1].middle) // 2
    return Change(
        middle,
        min(begin, middle),
        max(end, middle),
        any(each.from_plain for each in group),
        any(each.to_plain for each in group),
    )


def _paired(changes: list[Change]) -> list[Change]:
    """A fade to a plain picture and the one from it are one change."""
    paired: list[Change] = []
    for change in changes:
        last = paired[-1] if paired else None
        if (
            last
            and (last.to_plain, change.from_plain) == (True, True)
            and not (last.is_whole or change.is_whole)
            and change.middle - last.middle <= MAX_PAUSE
        ):
            middle = (last.middle + change.middle) // 2
            paired[-1] = Change(middle, last.begin, change.end, False, False)
        else:
            paired.append(change)
    return paired


def with_changes(cuts: list[int], changes: list[Change]) -> list[int]:
    """The cuts, and the middle of each change instead of the cuts within it. Both are ascending."""
    begins: list[int] = []
    ends: list[int] = []
    for begin, end in sorted((each.begin - MARGIN, each.end + MARGIN) for each in changes):
        begins.append(begin)
        ends.append(max(end, ends[-1]) if ends else end)
    outside = [cut for cut in cuts if not _is_within(cut, begins, ends)]
    return sorted([*outside, *(change.middle for change in changes)])


def _is_within(time: int, begins: list[int], ends: list[int]) -> bool:
    """Whether any span has the time: `ends` are the latest of those that began until each begin."""
    begun = bisect_right(begins, time)
    return begun > 0 and time <= ends[begun - 1]
