"""Keeps a few evenly spaced items of a stream of unknown length."""

from typing import Generic, TypeVar

from stills.timing import rounded

Item = TypeVar("Item")


class EvenSample(Generic[Item]):
    """Keeps up to `size` (at least 2) of the items added, including the first and the last.

    Each is less than half a step away from its position in an exactly even spacing, where a step
    is the distance between two positions. At most 2 * `size` + 1 items are in memory: those whose
    number is a multiple of a stride, which doubles when there are too many, and the last.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._stride = 1
        self._added = 0
        self._held: list[Item] = []
        self._last: list[Item] = []

    def add(self, item: Item) -> None:
        self._last = [item]
        if self._added % self._stride == 0:
            self._held.append(item)
        if len(self._held) > 2 * self._size:
            del self._held[1::2]
            self._stride *= 2
        self._added += 1

    def items(self) -> list[Item]:
        """In the order in which they were added."""
        if self._added <= self._size:
            return list(self._held)
        steps, span = self._size - 1, self._added - 1
        places = (rounded(step * span, steps * self._stride) for step in range(steps))
        return [*(self._held[place] for place in places), *self._last]
