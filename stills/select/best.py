"""Chooses the sharpest frames of a whole video."""

from bisect import bisect_left
from collections.abc import Iterable


def sharpest_apart(scores: Iterable[tuple[float, int]], count: int, gap: int) -> list[int]:
    """The times of at most `count` frames that are at least `gap` apart, in ascending order: the
    sharpest frame, then the sharpest of those that are far enough from all chosen before.

    `scores` are the sharpness and the time of each frame.
    """
    chosen: list[int] = []
    for _, time in sorted(scores, key=lambda score: (-score[0], score[1])):
        place = bisect_left(chosen, time)
        if all(abs(time - other) >= gap for other in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, time)
            if len(chosen) == count:
                break
    return chosen
