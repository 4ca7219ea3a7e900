"""Decodes a video: every frame, or as few as the wanted times need.

Frames on screen at a wanted time must be decoded, and the frames that those refer to; the others
are left out in two ways. The decoder skips frames that no other refers to, and where wanted times
are sparse, decoding jumps to the last keyframe before the next. What the packets' times say
decides; wherever the decoder's output does not bear them out, all is decoded from the beginning.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import av
from av.stream import Discard

from worker.engine.moments import Moments
from worker.engine.packets import Packets, UntimedError
from worker.engine.source import Frame, Packet, Video, decode, timestamp_of


class UnprovenError(Exception):
    """A frame that should have been decoded was not: the file is not what its packets say."""


@dataclass
class Damage:
    """What could not be decoded: packets as a whole, frames in part, and what lies behind a place
    where the file could not be read on."""

    packets: int = 0
    frames: int = 0
    cut_off: bool = False

    def __bool__(self) -> bool:
        return bool(self.packets or self.frames or self.cut_off)


class Decoder:
    """Decodes a video in order of presentation. `damage` is what it met, `until` the time of the
    last frame that it decoded. Raises OutOfMemory, and whatever reading the file raises."""

    def __init__(self, video: Video) -> None:
        self._video = video
        self._reset()

    def wanted_frames(self, moments: Moments) -> Iterator[Frame]:
        """Every frame that is on screen at a wanted time, and some others, in ascending order;
        it may start over once, with all of them."""
        try:
            yield from self._sparingly(moments)
        except (UnprovenError, UntimedError, av.FFmpegError):
            self.start_over()
            yield from self.every_frame()
        self.damage.cut_off |= self._video.is_cut_off

    def every_frame(self) -> Iterator[Frame]:
        """All frames that can be decoded, in ascending order."""
        try:
            for packet in self._video.packets():
                yield from self._frames(packet)
        except av.FFmpegError:
            self.damage.cut_off = True
        yield from self._frames(None)

    def key_frames(self) -> Iterator[Frame]:
        """The keyframes that can be decoded, without decoding any other."""
        self._video.stream.codec_context.skip_frame = "NONKEY"
        self._video.stream.discard = Discard.nonkey  # some demuxers need not even read the others
        try:
            for packet in self._video.packets():
                if packet.is_keyframe:
                    yield from self._frames(packet)
        except av.FFmpegError:
            self.damage.cut_off = True
        yield from self._frames(None)

    def start_over(self) -> None:
        self._video.rewind()
        self._reset()

    def _reset(self) -> None:
        self.damage = Damage()
        self.until = -1
        self._expected: list[int] = []
        self._entry: int | None = None

    def _sparingly(self, moments: Moments) -> Iterator[Frame]:
        packets = Packets(self._video)
        for time, packet in packets:
            needed = not packet.is_discard and _is_needed(time, packets.following(time), moments)
            if needed:
                heappush(self._expected, time)
            self._video.stream.codec_context.skip_frame = "DEFAULT" if needed else "NONREF"
            yield from self._proven(packet)
            wanted, keyframes = self._ahead(packets, moments)
            if keyframes:
                yield from self._proven(None)
                self._entry = self._jump(packets, keyframes, wanted)
        yield from self._proven(None)

    def _proven(self, packet: Packet | None) -> Iterator[Frame]:
        """The frames that a packet completes. Raises UnprovenError before one that comes in the
        place of one that was expected, and at the first damage: how well a decoder conceals it
        depends on the frames before."""
        for frame in self._frames(packet):
            if self._entry is not None:
                if frame.time < self._entry:  # refers to pictures before the jump
                    continue
                if frame.time > self._entry or not frame.picture.key_frame:
                    raise UnprovenError
                self._entry = None
            if self.damage or (self._expected and self._expected[0] < frame.time):
                raise UnprovenError
            if self._expected and self._expected[0] == frame.time:
                heappop(self._expected)
            yield frame
        if packet is None and (self.damage or self._expected):
            raise UnprovenError

    def _ahead(self, packets: Packets, moments: Moments) -> tuple[int, list[int]]:
        """The next wanted time, and the keyframes before it that are ahead of all packets read."""
        earliest, latest = packets.earliest(), packets.latest()
        wanted = None if earliest is None else moments.first_from(earliest)
        if wanted is None or latest is None:
            return 0, []
        keyframes = self._video.keyframes
        return wanted, keyframes[bisect_right(keyframes, latest) : bisect_right(keyframes, wanted)]

    def _jump(self, packets: Packets, keyframes: list[int], wanted: int) -> int:
        """Goes to the last of the keyframes that proves to be one and not to be after `wanted`:
        where pictures are reordered, an index is a few frames off. Returns its time."""
        for keyframe in reversed(keyframes[-2:]):
            packets.jump(keyframe)
            entry = packets.peek()
            if entry and entry[1].is_keyframe and self.until < entry[0] <= wanted:
                return entry[0]
        raise UnprovenError

    def _frames(self, packet: Packet | None) -> Iterator[Frame]:
        """The frames that a packet, or for None the end of all, completes; those out of order,
        or without a time, are left out."""
        try:
            pictures = decode(self._video.stream, packet)
        except av.FFmpegError:
            self.damage.packets += 1
            return
        for picture in pictures:
            timestamp = timestamp_of(picture)
            if timestamp is None or (time := self._video.time(timestamp)) <= self.until:
                continue
            self.damage.frames += picture.is_corrupt
            self.until = time
            yield Frame(time, picture)


def _is_needed(time: int, following: int | None, moments: Moments) -> bool:
    """Whether a frame on screen from `time` until `following`, or for all that is known until the
    end, must be decoded. The last must be, for where the video ends depends on it."""
    if following is None:
        return True
    wanted = moments.first_from(time)
    return wanted is not None and wanted < following
