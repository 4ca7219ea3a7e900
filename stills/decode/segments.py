"""Plans which packets to decode, cut into segments that can be decoded independently.

Only frames that are on screen at a sample time must be decoded, and the frames that they refer to.
The rest is avoided in two ways: the decoder skips frames that no other frame refers to, and where
sample times are sparse, reading jumps to the last keyframe before the next one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from stills.decode.lookahead import Lookahead, TimedPacket, UntimedError
from stills.decode.need import Need
from stills.decode.verify import VerificationError
from stills.demux.packets import Packet
from stills.demux.video import Video
from stills.planning.sample_times import SampleTimes

MIN_PACKETS = 24
"""In a segment before a keyframe may begin another one, because starting a decoder takes time."""

MAX_BYTES = 16 * 1024 * 1024
"""Of packets in memory. A longer segment comes in parts."""


TimedPackets = list[tuple[int, Packet, bool]]
"""Packets, each with the time of its picture and whether that is needed."""


@dataclass(frozen=True)
class Segment:
    """Packets for one decoder, each with the time of its picture and whether that is needed. Of the
    others, those that no picture refers to may be skipped.

    `entry` is the time of the keyframe that the segment begins with, None at the beginning of the
    video; nothing before it is shown. `until` is the time at which another segment takes over. The
    decoder keeps its state between the parts of a segment, until the one that `is_last`."""

    entry: int | None
    packets: TimedPackets
    until: int | None = None
    is_last: bool = True


def segments(video: Video, sample_times: SampleTimes) -> Iterator[Segment]:
    """All that must be decoded for the sample times, in order of presentation.

    Raises VerificationError, UntimedError, and av.FFmpegError if reading the file fails."""
    yield from _Segmenter(video, sample_times)


def key_segments(video: Video, span: SampleTimes) -> Iterator[Segment]:
    """The keyframes, a segment each, and few that are not between the start and the end of `span`.

    Raises as `segments` does."""
    for packet in video.key_packets(max(0, bisect_right(video.keyframes, span.start) - 2)):
        if packet.pts is None or not video.has_presentation_times:
            raise UntimedError
        time = video.time(packet.pts)
        yield Segment(time, [(time, packet, not packet.is_discard)])


class _Segmenter:
    def __init__(self, video: Video, sample_times: SampleTimes) -> None:
        self._video = video
        self._sample_times = sample_times
        self._packets = Lookahead(video)
        self._need = Need(self._packets, sample_times)
        self._is_split = len(video.keyframes) > 1
        self._may_jump = True
        self._lateness = 0
        self._begin(None)

    def __iter__(self) -> Iterator[Segment]:
        for time, packet in self._packets:
            if packet.is_keyframe and self._length >= MIN_PACKETS and self._is_split:
                yield from self._ended_by(time, packet)
                self._begin(time)
            self._add(time, packet)
            if self._is_past_all_samples(time):
                break
            if self._bytes > MAX_BYTES:
                yield self._part(is_last=False)
            sample = self._sample_worth_a_jump()
            if sample is not None:
                yield from self._ended()
                self._begin(self._jump(sample))
        yield from self._ended()

    def _begin(self, entry: int | None) -> None:
        self._entry = entry
        self._length = 0
        self._bytes = 0
        self._part_packets: TimedPackets = []
        self._has_parts = False

    def _add(self, time: int, packet: Packet) -> None:
        self._part_packets.append((time, packet, self._is_needed(time, packet)))
        self._length += 1
        self._bytes += packet.size

    def _part(self, until: int | None = None, *, is_last: bool) -> Segment:
        part, self._part_packets, self._bytes = self._part_packets, [], 0
        self._has_parts = True
        return Segment(self._entry, part, until, is_last)

    def _ended(self, until: int | None = None) -> Iterator[Segment]:
        """The rest of the segment, up to the last packet that is needed. Nothing if none is."""
        while self._part_packets and not self._part_packets[-1][2]:
            self._part_packets.pop()
        if self._part_packets or self._has_parts:
            yield self._part(until, is_last=True)

    def _ended_by(self, time: int, keyframe: Packet) -> Iterator[Segment]:
        """The segment up to a keyframe, including the frames that are shown before the keyframe
        but refer to it."""
        leading = self._packets.leading(time)
        if any(self._is_needed(*each) for each in leading):
            self._part_packets.append((time, keyframe, False))
            for each in leading:
                self._add(*each)
        return self._ended(until=time)

    def _is_needed(self, time: int, packet: Packet) -> bool:
        """Whether the frame that is on screen from `time` must be decoded: not if it is before the
        keyframe of the segment, for it may refer to frames that were not decoded."""
        return (self._entry is None or time >= self._entry) and self._need.includes(time, packet)

    def _is_past_all_samples(self, time: int) -> bool:
        """Whether no sample time is left, from `time` on or from any packet that was not read."""
        earliest = self._packets.earliest()
        return earliest is not None and self._sample_times.first_from(min(time, earliest)) is None

    def _sample_worth_a_jump(self) -> int | None:
        """The next sample time, if a keyframe before it is later than all packets read so far."""
        earliest, latest = self._packets.earliest(), self._packets.latest
        if not self._may_jump or earliest is None or not self._has_keyframes_after(latest):
            return None
        sample = self._sample_times.first_from(earliest)
        if sample is None:
            return None
        place = self._keyframes_until(sample)
        return sample if place and self._video.keyframes[place - 1] > latest else None

    def _has_keyframes_after(self, time: int) -> bool:
        return bool(self._video.keyframes) and self._video.keyframes[-1] > time

    def _keyframes_until(self, sample: int) -> int:
        """How many keyframes are on screen up to the sample time, according to the index."""
        return bisect_right(self._video.keyframes, sample - self._lateness)

    def _jump(self, sample: int) -> int:
        """Goes to the last keyframe that is not after the sample time, and returns its time.

        Where pictures are reordered, keyframes are on screen later than the index says. Then this
        goes one keyframe further back, and allows for as much lateness from then on.

        A jump that does not go forward shows that the index is wrong. It is the last one, so that
        the end is always reached: all other jumps go beyond every packet that was read."""
        latest = self._packets.latest
        place = self._keyframes_until(sample)
        for keyframe in reversed(self._video.keyframes[max(0, place - 3) : place]):
            self._packets.jump(keyframe)
            entry: TimedPacket | None = self._packets.peek()
            if entry is None or not entry[1].is_keyframe:
                break
            if entry[0] <= sample:
                self._may_jump = entry[0] > latest
                return entry[0]
            self._lateness = max(self._lateness, entry[0] - keyframe)
        raise VerificationError
