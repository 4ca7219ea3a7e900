"""Decodes as few frames as the wanted times need.

Frames on screen at a wanted time must be decoded, and the frames that those refer to; the others
are left out in two ways. The decoder skips frames that no other refers to, and where wanted times
are sparse, decoding jumps to the last keyframe before the next. What the packets' times say
decides; wherever the decoder's output does not bear them out, all is decoded from the beginning.
"""

from bisect import bisect_right
from collections.abc import Iterator
from heapq import heappop, heappush

import av

from planning.moments import Moments
from worker.engine.decode import Decoder
from worker.engine.first import Packet
from worker.engine.packets import Packets, UntimedError
from worker.engine.source import Frame


class UnprovenError(Exception):
    """A frame that should have been decoded was not: the file is not what its packets say."""


def wanted_frames(decoder: Decoder, moments: Moments) -> Iterator[Frame]:
    """Every frame that is on screen at a wanted time, and some others, in ascending order; it may
    start over once, with all of them."""
    try:
        yield from _Sparing(decoder, moments).frames()
        decoder.damage.cut_off |= decoder.video.is_cut_off
    except (UnprovenError, UntimedError, av.FFmpegError):
        decoder.start_over()
        yield from decoder.every_frame()


class _Sparing:
    def __init__(self, decoder: Decoder, moments: Moments) -> None:
        self._decoder = decoder
        self._video = decoder.video
        self._moments = moments
        self._expected: list[int] = []
        self._entry = 0  # the keyframe that decoding last began with
        self._has_entered = True
        self._lateness = 0

    def frames(self) -> Iterator[Frame]:
        packets = Packets(self._video)
        for time, packet in packets:
            is_shown = time >= self._entry and not packet.is_discard
            needed = is_shown and _is_needed(time, packets.following(time), self._moments)
            if needed and time > self._decoder.until:
                heappush(self._expected, time)
            self._video.stream.codec_context.skip_frame = "DEFAULT" if needed else "NONREF"
            yield from self._proven(packet)
            wanted = self._worth_a_jump(packets)
            if wanted is not None:
                yield from self._proven(None)
                self._entry = self._jump(packets, wanted)
                self._has_entered = False
        yield from self._proven(None)

    def _proven(self, packet: Packet | None) -> Iterator[Frame]:
        """The frames that a packet completes. Raises UnprovenError before one that comes in the
        place of one that was expected, and at the first damage: how well a decoder conceals it
        depends on the frames before."""
        for frame in self._decoder.ascending(self._from_entry(self._decoder.pictures(packet))):
            if self._decoder.damage or (self._expected and self._expected[0] < frame.time):
                raise UnprovenError
            if self._expected and self._expected[0] == frame.time:
                heappop(self._expected)
            yield frame
        if packet is None and (self._decoder.damage or self._expected):
            raise UnprovenError

    def _worth_a_jump(self, packets: Packets) -> int | None:
        """The next wanted time, where a keyframe before it is ahead of all packets read."""
        earliest, latest = packets.earliest(), packets.latest()
        wanted = None if earliest is None else self._moments.first_from(earliest)
        if wanted is None or latest is None:
            return None
        place = self._keyframes_until(wanted)
        return wanted if place and self._video.keyframes[place - 1] > latest else None

    def _keyframes_until(self, wanted: int) -> int:
        """How many keyframes are on screen by then, as far as is known."""
        return bisect_right(self._video.keyframes, wanted - self._lateness)

    def _jump(self, packets: Packets, wanted: int) -> int:
        """Goes to the last keyframe that is not after `wanted`, and returns its time.

        Where pictures are reordered, keyframes are later on screen than the index lets expect:
        then to one before, and next time that much is allowed for."""
        place = self._keyframes_until(wanted)
        for keyframe in reversed(self._video.keyframes[max(0, place - 3) : place]):
            packets.jump(keyframe)
            entry = packets.peek()
            if entry is None or not entry[1].is_keyframe:
                break
            if entry[0] <= wanted:
                return entry[0]
            self._lateness = max(self._lateness, entry[0] - keyframe)
        raise UnprovenError

    def _from_entry(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """After a jump, the frames from the keyframe on: those before it refer to pictures that
        were not decoded. Raises UnprovenError where it is no keyframe, or does not come."""
        for frame in frames:
            if frame.time < self._entry:
                continue
            if not self._has_entered and not (
                frame.time == self._entry and frame.picture.key_frame
            ):
                raise UnprovenError
            self._has_entered = True
            yield frame


def _is_needed(time: int, following: int | None, moments: Moments) -> bool:
    """Whether a frame on screen from `time` until `following`, or for all that is known until the
    end, must be decoded. The last must be, for where the video ends depends on it."""
    if following is None:
        return True
    wanted = moments.first_from(time)
    return wanted is not None and wanted < following
