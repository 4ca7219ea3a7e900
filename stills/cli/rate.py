"""How fast an extraction is, in words."""

from collections.abc import Callable
from time import monotonic

from stills.wording import counted

MIN_SECONDS = 1
"""Before that, starting the work counts for too much."""


class Rate:
    """The rate of one extraction since it began. `seconds` is the length of the wanted part of the
    video, 0 while it is unknown."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.seconds = 0.0

    def words(self, fraction: float, images: int) -> str:
        """Such as `12 images, 4.1/s, 2.3x real time`, after a second; what is unknown is left
        out."""
        words = [counted(images, "image")]
        passed = self._clock() - self._began
        if passed >= MIN_SECONDS:
            if images:
                words.append(f"{_short(images / passed)}/s")
            if fraction and self.seconds:
                words.append(f"{_short(fraction * self.seconds / passed)}x real time")
        return ", ".join(words)


def _short(number: float) -> str:
    """With two digits or more, and one after the point at most where there are two before it."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"
