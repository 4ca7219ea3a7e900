"""Packets in decoding order, with a view of those that follow."""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterator
from itertools import takewhile

from stills.demux.packets import Packet
from stills.demux.video import Video

REORDERING = 16
"""The most pictures that may precede one in decoding and follow it on screen (H.264, HEVC); so
the earliest of REORDERING + 1 packets is before all that were not yet read."""

Timed = tuple[int, Packet]
"""A packet and the time of its picture."""


class UntimedError(Exception):
    """A packet does not say when its picture is on screen."""


class Packets:
    """The packets of a video, each with its time, and a window of those that follow it.

    Raises UntimedError, and av.FFmpegError where the file cannot be read on.
    """

    def __init__(self, video: Video) -> None:
        self._video = video
        self._source = video.packets()
        self._window: deque[Timed] = deque()
        self._shown: list[int] = []  # the times in the window, ascending
        self.latest = -1
        """The latest time of all packets read since the beginning or the last jump."""
        self._fill()

    def __iter__(self) -> Iterator[Timed]:
        while self._window:
            time, packet = self._window.popleft()
            if not packet.is_discard:
                self._shown.remove(time)
            self._fill()
            yield time, packet

    def following(self, time: int) -> int | None:
        """The earliest time in the window that is after `time`."""
        place = bisect_right(self._shown, time)
        return self._shown[place] if place < len(self._shown) else None

    def leading(self, time: int) -> list[Timed]:
        """Those next in the window that are on screen before `time`, the keyframe's before them:
        in an open GOP they may refer to what precedes it."""
        return list(takewhile(lambda timed: timed[0] < time, self._window))

    def earliest(self) -> int | None:
        return self._shown[0] if self._shown else None

    def peek(self) -> Timed | None:
        return self._window[0] if self._window else None

    def jump(self, time: int) -> None:
        """Goes on from the keyframe before `time`."""
        self._video.seek(time)
        self._source = self._video.packets()
        self._window.clear()
        self._shown.clear()
        self.latest = -1
        self._fill()

    def _fill(self) -> None:
        while len(self._window) <= REORDERING and (packet := next(self._source, None)):
            if packet.pts is None:
                raise UntimedError
            time = self._video.time(packet.pts)
            self._window.append((time, packet))
            if not packet.is_discard:
                insort(self._shown, time)
                self.latest = max(self.latest, time)
