"""Packets in decoding order, with a window onto those that follow."""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterator
from itertools import takewhile

from stills.demux.packets import Packet
from stills.demux.video import Video

REORDERING = 16
"""The most pictures that may precede one in decoding order and follow it in presentation order
(H.264, HEVC, VVC). So the earliest of REORDERING + 1 packets is before all that were not read
yet."""

MAX_WINDOW = 128
"""Many more pictures may follow one in decoding order and precede it in presentation order: up to
15 by most encoders, 31 by those of VVC. The window goes on to the last of them, but not beyond so
many packets."""

TimedPacket = tuple[int, Packet]
"""The time of a packet's picture, and the packet."""


class UntimedError(Exception):
    """A packet does not say when its picture is on screen."""


class Lookahead:
    """Iterates over a video's packets and their times, and knows the packets that follow.

    Raises UntimedError, and av.FFmpegError if reading the file fails.
    """

    def __init__(self, video: Video) -> None:
        self._video = video
        self._source = video.packets()
        self._window: deque[TimedPacket] = deque()
        self._times: list[int] = []  # in the window, ascending
        self._shown: list[int] = []  # also those just taken, but none that an edit list discards
        self._taken: deque[int] = deque()  # those just taken
        self.latest = -1
        """The latest time of all packets read since the beginning or the last jump."""
        self.has_ended = False
        """Whether the window has all packets that follow."""
        self._fill()

    def __iter__(self) -> Iterator[TimedPacket]:
        while self._window:
            time, packet = self._window.popleft()
            self._times.remove(time)
            if not packet.is_discard:
                self._taken.append(time)
            if len(self._taken) > MAX_WINDOW:
                self._shown.remove(self._taken.popleft())
            self._fill()
            yield time, packet

    def following(self, time: int) -> int | None:
        """The earliest time after `time` of packets that are not discarded: of those in the window,
        and of those just taken, for the next picture may precede this one in decoding order. It may
        be a later one if more than REORDERING pictures follow this one and precede it on screen."""
        place = bisect_right(self._shown, time)
        return self._shown[place] if place < len(self._shown) else None

    def leading(self, time: int) -> list[TimedPacket]:
        """The next packets that are on screen before `time`, the time of the keyframe that precedes
        them. In an open GOP they may refer to frames before that keyframe."""
        return list(takewhile(lambda timed: timed[0] < time, self._window))

    def earliest(self) -> int | None:
        """The earliest time of all packets that follow, whether they are discarded or not."""
        return self._times[0] if self._times else None

    def peek(self) -> TimedPacket | None:
        return self._window[0] if self._window else None

    def jump(self, time: int) -> None:
        """Continues from the last keyframe before `time`."""
        self._video.seek(time)
        self._source = self._video.packets()
        self._window.clear()
        self._times.clear()
        self._shown.clear()
        self._taken.clear()
        self.latest = -1
        self.has_ended = False
        self._fill()

    def _fill(self) -> None:
        while not self.has_ended and self._may_be_incomplete():
            packet = next(self._source, None)
            if packet is None:
                self.has_ended = True
                return
            if packet.pts is None or not self._video.has_presentation_times:
                raise UntimedError
            time = self._video.time(packet.pts)
            self._window.append((time, packet))
            insort(self._times, time)
            if not packet.is_discard:
                insort(self._shown, time)
                self.latest = max(self.latest, time)

    def _may_be_incomplete(self) -> bool:
        """Whether packets that were not read may be before one in the window."""
        if len(self._window) <= REORDERING:
            return True
        return self._window[-1][0] < self._times[-1] and len(self._window) < MAX_WINDOW
