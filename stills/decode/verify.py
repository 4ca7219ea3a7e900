"""Whether decoders give what the packets said."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from stills.demux.video import Frame


class UnprovenError(Exception):
    """The file is not what its packets say."""


class Proof:
    """Holds a decoder's output against what the packets said, and lets pass what is needed.

    At the first damage too there is no proof: how well a decoder conceals it depends on the
    frames before."""

    def __init__(self, entry: int | None) -> None:
        self.until: int | None = None
        self._entry = entry
        self._last = -1
        self._expected: list[int] = []

    def expect(self, time: int) -> None:
        if time > self._last:
            heappush(self._expected, time)

    def proven(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Those that were expected, ascending. Raises UnprovenError at damage, at one that comes
        in the place of one that was expected, and where the first is not the keyframe: those
        before it refer to pictures that were not decoded."""
        for frame in frames:
            is_outside = self.until is not None and frame.time >= self.until
            if is_outside or frame.time <= self._last or frame.time < (self._entry or 0):
                continue
            if frame.picture.is_corrupt or (self._expected and self._expected[0] < frame.time):
                raise UnprovenError
            if self._last < 0 and self._entry is not None:
                self._check_entry(frame)
            self._last = frame.time
            if self._expected and self._expected[0] == frame.time:
                heappop(self._expected)
                yield frame

    def conclude(self) -> None:
        """Raises UnprovenError where a frame did not come."""
        if self._expected:
            raise UnprovenError

    def _check_entry(self, frame: Frame) -> None:
        if frame.time != self._entry or not frame.picture.key_frame:
            raise UnprovenError
