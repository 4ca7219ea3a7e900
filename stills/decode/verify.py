"""Verifies that decoders return the frames that the packets announced."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from stills.demux.video import Frame


class VerificationError(Exception):
    """A decoder's output does not match the packets."""


class Verification:
    """Compares the output of a segment's decoder with the times of its packets, and returns the
    frames that are needed.

    Damage fails the verification too, because how well a decoder conceals it depends on the frames
    before. `entry` is the time of the segment's keyframe, and `until` where the next segment
    begins; None for the beginning and the end of the video."""

    def __init__(self, entry: int | None) -> None:
        self.until: int | None = None
        self._entry = entry
        self._last = -1
        self._expected: list[int] = []

    def expect(self, time: int) -> None:
        """A frame at `time` is needed. Raises VerificationError if a later one was returned before
        its packet was there: the decoder does not know how many frames it has to hold back."""
        if time < self._last:
            raise VerificationError
        if time > self._last:
            heappush(self._expected, time)

    def verified(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The expected frames among `frames`, ascending. Raises VerificationError at damage, if an
        expected frame was passed over, and if the first frame is not the keyframe: frames before it
        refer to pictures that were not decoded."""
        for frame in frames:
            is_outside = self.until is not None and frame.time >= self.until
            if is_outside or frame.time <= self._last or frame.time < (self._entry or 0):
                continue
            if frame.picture.is_corrupt or (self._expected and self._expected[0] < frame.time):
                raise VerificationError
            if self._last < 0 and self._entry is not None:
                self._check_entry(frame)
            self._last = frame.time
            if self._expected and self._expected[0] == frame.time:
                heappop(self._expected)
                yield frame

    def conclude(self) -> None:
        """Raises VerificationError if an expected frame is missing."""
        if self._expected:
            raise VerificationError

    def _check_entry(self, frame: Frame) -> None:
        if frame.time != self._entry or not frame.picture.key_frame:
            raise VerificationError
