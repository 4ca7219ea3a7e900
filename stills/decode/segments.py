"""Which packets to decode, cut into stretches of which each needs nothing of the others.

Frames on screen at a wanted time must be decoded, and the frames that those refer to; the others
are left out in two ways. The decoder skips frames that no other refers to, and where wanted times
are sparse, reading jumps to the last keyframe before the next.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from stills.decode.lookahead import Packets, Timed, UntimedError
from stills.decode.verify import UnprovenError
from stills.demux.packets import Packet
from stills.demux.video import Video
from stills.planning.sample_times import Moments

MIN_PACKETS = 24
"""Before a keyframe begins another stretch: to start a decoder afresh takes time, too."""

MAX_BYTES = 16 * 1024 * 1024
"""Of packets to hold. A longer stretch comes in parts."""


@dataclass(frozen=True)
class Stretch:
    """Packets for one decoder, each with the time of its picture and whether that is needed: of
    the others, those that no picture refers to may be skipped.

    `entry` is the time of the keyframe before which there is nothing to see, None at the video's
    beginning; from `until` on another stretch goes on. After all but the `is_last` of its parts
    the decoder stays as it is."""

    entry: int | None
    packets: list[tuple[int, Packet, bool]]
    until: int | None = None
    is_last: bool = True


def stretches(video: Video, moments: Moments) -> Iterator[Stretch]:
    """All that must be decoded for the wanted times, in order of presentation.

    Raises UnprovenError, UntimedError, and av.FFmpegError where the file cannot be read on."""
    yield from _Plan(video, moments)


def key_stretches(video: Video, span: Moments) -> Iterator[Stretch]:
    """The keyframes, each on its own; few that are not between the start and the end of `span`.

    Raises as `stretches`."""
    for packet in video.key_packets(max(0, bisect_right(video.keyframes, span.start) - 2)):
        if packet.pts is None:
            raise UntimedError
        time = video.time(packet.pts)
        yield Stretch(time, [(time, packet, not packet.is_discard)])


class _Plan:
    def __init__(self, video: Video, moments: Moments) -> None:
        self._video = video
        self._moments = moments
        self._packets = Packets(video)
        self._is_split = len(video.keyframes) > 1
        self._lateness = 0
        self._begin(None)

    def __iter__(self) -> Iterator[Stretch]:
        for time, packet in self._packets:
            if packet.is_keyframe and self._length >= MIN_PACKETS and self._is_split:
                yield self._ended_by(time, packet)
                self._begin(time)
            self._add(time, packet)
            if self._is_behind_all(time):
                break
            if self._bytes > MAX_BYTES:
                yield self._part(is_last=False)
            wanted = self._worth_a_jump()
            if wanted is not None:
                yield self._part()
                self._begin(self._jump(wanted))
        yield self._part()

    def _begin(self, entry: int | None) -> None:
        self._entry = entry
        self._length = 0
        self._bytes = 0
        self._part_packets: list[tuple[int, Packet, bool]] = []

    def _add(self, time: int, packet: Packet) -> None:
        self._part_packets.append((time, packet, self._is_needed(time, packet)))
        self._length += 1
        self._bytes += packet.size

    def _part(self, until: int | None = None, *, is_last: bool = True) -> Stretch:
        part, self._part_packets, self._bytes = self._part_packets, [], 0
        return Stretch(self._entry, part, until, is_last)

    def _ended_by(self, time: int, keyframe: Packet) -> Stretch:
        """The stretch until a keyframe, with what is to be seen before it and refers to it."""
        leading = self._packets.leading(time)
        if any(self._is_needed(*each) for each in leading):
            self._part_packets.append((time, keyframe, False))
            for each in leading:
                self._add(*each)
        return self._part(until=time)

    def _is_needed(self, time: int, packet: Packet) -> bool:
        """Whether a frame on screen from `time` until the next, or for all that is known until
        the end, must be decoded. The last must be, for where the video ends depends on it, and
        one after the last wanted time, for it tells that the one before was on screen."""
        if packet.is_discard or (self._entry is not None and time < self._entry):
            return False
        following = self._packets.following(time)
        if following is None:
            return True
        wanted = self._moments.first_from(time)
        return wanted is None or wanted < following

    def _is_behind_all(self, time: int) -> bool:
        """Whether no wanted time is left, neither from `time` on nor from what was not read."""
        earliest = self._packets.earliest()
        return earliest is not None and self._moments.first_from(min(time, earliest)) is None

    def _worth_a_jump(self) -> int | None:
        """The next wanted time, where a keyframe before it is ahead of all packets read."""
        earliest, latest = self._packets.earliest(), self._packets.latest
        if earliest is None or not self._keyframes_after(latest):
            return None
        wanted = self._moments.first_from(earliest)
        if wanted is None:
            return None
        place = self._keyframes_until(wanted)
        return wanted if place and self._video.keyframes[place - 1] > latest else None

    def _keyframes_after(self, time: int) -> bool:
        return bool(self._video.keyframes) and self._video.keyframes[-1] > time

    def _keyframes_until(self, wanted: int) -> int:
        """How many keyframes are on screen by then, as far as is known."""
        return bisect_right(self._video.keyframes, wanted - self._lateness)

    def _jump(self, wanted: int) -> int:
        """Goes to the last keyframe that is not after `wanted`, and returns its time.

        Where pictures are reordered, keyframes are later on screen than the index lets expect:
        then to one before, and next time that much is allowed for."""
        place = self._keyframes_until(wanted)
        for keyframe in reversed(self._video.keyframes[max(0, place - 3) : place]):
            self._packets.jump(keyframe)
            entry: Timed | None = self._packets.peek()
            if entry is None or not entry[1].is_keyframe:
                break
            if entry[0] <= wanted:
                return entry[0]
            self._lateness = max(self._lateness, entry[0] - keyframe)
        raise UnprovenError
