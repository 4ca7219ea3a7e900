"""Ends a job before the function's timeout, or when its owner cancels it."""

import time
from collections.abc import Callable

from stills.errors import TimedOut
from worker.errors import Canceled

INTERVAL = 2.0
"""Seconds between two checks for a cancellation, and between two reports of progress."""

MARGIN = 15.0
MARGIN_FRACTION = 0.1


class Deadline:
    """Checked by the job as it makes progress. Raises TimedOut or Canceled to stop it.

    `remaining` returns the seconds until the function's timeout. A tenth of them, at most 15, is
    reserved for cleaning up and reporting.
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
        self._last_check = clock()

    def check(self, fraction: float, images: int) -> None:
        """`fraction` of the job is done, and `images` are stored."""
        if self._remaining() <= self._margin:
            raise TimedOut
        now = self._clock()
        if now - self._last_check >= INTERVAL:
            self._last_check = now
            self.stop_if_canceled()
            self._report(fraction, images)

    def stop_if_canceled(self) -> None:
        if self._is_canceled():
            raise Canceled
