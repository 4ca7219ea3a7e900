"""Packets in decoding order, with a view of those that follow."""

from collections import deque
from collections.abc import Iterator

from worker.engine.first import Packet
from worker.engine.source import Video

REORDERING = 16
"""The most pictures that may precede one in decoding and follow it on screen (H.264, HEVC); so
the earliest of REORDERING + 1 packets is before all that were not yet read."""


class UntimedError(Exception):
    """A packet does not say when its picture is on screen."""


class Packets:
    """The packets of a video, each with its time, and a window of those that follow it.

    Raises UntimedError, and av.FFmpegError where the file cannot be read on.
    """

    def __init__(self, video: Video) -> None:
        self._video = video
        self._source = video.packets()
        self._window: deque[tuple[int, Packet]] = deque()
        self._fill()

    def __iter__(self) -> Iterator[tuple[int, Packet]]:
        while self._window:
            following = self._window.popleft()
            self._fill()
            yield following

    def following(self, time: int) -> int | None:
        """The earliest time in the window that is after `time`."""
        return min((other for other in self._times() if other > time), default=None)

    def earliest(self) -> int | None:
        return min(self._times(), default=None)

    def latest(self) -> int | None:
        return max(self._times(), default=None)

    def peek(self) -> tuple[int, Packet] | None:
        return self._window[0] if self._window else None

    def jump(self, time: int) -> None:
        """Goes on from the keyframe before `time`."""
        self._video.seek(time)
        self._source = self._video.packets()
        self._window.clear()
        self._fill()

    def _times(self) -> Iterator[int]:
        return (time for time, packet in self._window if not packet.is_discard)

    def _fill(self) -> None:
        for packet in self._source:
            if packet.pts is None:
                raise UntimedError
            self._window.append((self._video.time(packet.pts), packet))
            if len(self._window) > REORDERING:
                break
