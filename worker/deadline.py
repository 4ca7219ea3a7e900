"""What looks up from the work now and then: is there time, is it still wanted, how far is it?"""

import time
from collections.abc import Callable

from stills.errors import TimedOut
from worker.errors import Canceled

RHYTHM = 2.0
"""Seconds between two looks at the outside world, and so between two reports of progress."""

MARGIN = 15.0
MARGIN_FRACTION = 0.1


class Watch:
    """Called by the engine as it works; raises TimedOut or Canceled to stop it.

    `remaining` says how many seconds the function may still run. A margin of them, at most 15,
    is kept for cleaning up and saying that the time was not enough.
    """

    def __init__(
        self,
        *,
        remaining: Callable[[], float],
        is_canceled: Callable[[], bool],
        report: Callable[[float, int], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._remaining = remaining
        self._is_canceled = is_canceled
        self._report = report
        self._clock = clock
        self._margin = min(MARGIN, MARGIN_FRACTION * remaining())
        self._last_look = clock()

    def __call__(self, fraction: float, images: int) -> None:
        if self._remaining() <= self._margin:
            raise TimedOut
        now = self._clock()
        if now - self._last_look >= RHYTHM:
            self._last_look = now
            self.stop_if_canceled()
            self._report(fraction, images)

    def stop_if_canceled(self) -> None:
        if self._is_canceled():
            raise Canceled
