"""Sequential decoding: every frame, one after the other, recording what is damaged."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from heapq import heapify, heappop, heappush

import av

from stills.decode.record import DecodeRecord
from stills.demux.clock import CountingClock
from stills.demux.packets import Packet
from stills.demux.video import Frame, Video


class SequentialDecoder:
    """Decodes a video in order of presentation, with the decoder that belongs to its container.
    Raises OutOfMemory, and whatever reading the file raises."""

    def __init__(self, video: Video, record: DecodeRecord) -> None:
        self._video = video
        self._record = record
        self._order = _PresentationOrder(video)
        self._loses_frames = False
        """Several threads meet an error late. If that is in the end, PyAV loses what follows."""

    def every_frame(self) -> Iterator[Frame]:
        """All frames that can be decoded, in ascending order."""
        yield from self._record.ascending(self._pass())
        if self._loses_frames:
            self._video.rewind(patient=True)
            self._record.damage.packets = 0
            yield from self._record.ascending(self._pass())
        self._record.cut_off(self._video.is_cut_off)

    def _pass(self) -> Iterator[Frame]:
        self._order = _PresentationOrder(self._video)
        try:
            for packet in self._video.packets():
                yield from self._frames(packet)
        except av.FFmpegError:
            self._record.cut_off()
        yield from self._frames(None)

    def key_frames(self) -> Iterator[Frame]:
        """The keyframes that can be decoded, each without decoding any other frame, unless its time
        is known only by counting those before."""
        if isinstance(self._video.clock, CountingClock):
            yield from (frame for frame in self.every_frame() if frame.picture.key_frame)
            return
        try:
            for packet in self._video.packets():
                if packet.is_keyframe:
                    yield from self._record.ascending(self._frames(packet))
                    yield from self._record.ascending(self._frames(None))
                    self._video.decoder.flush_buffers()
        except av.FFmpegError:
            self._record.cut_off()
        self._record.cut_off(self._video.is_cut_off)

    def _frames(self, packet: Packet | None) -> list[Frame]:
        """The frames that a packet completes, or for None, all that the decoder still holds."""
        self._order.sent(packet)
        try:
            frames = self._video.decoded(self._video.decoder, packet)
        except av.FFmpegError:
            self._loses_frames = packet is None
            self._order.failed(packet)
            self._record.packet_failed()
            return []
        return self._order.timed(frames)


class _PresentationOrder:
    """Gives frames their times where packets have only decoding times. Decoders return frames in
    order of presentation, so each gets the earliest time of all packets that no frame has got. In a
    stream without timestamps, each begins where the one before ends."""

    def __init__(self, video: Video) -> None:
        self._video = video
        self._times: list[int] = []
        self._end = Fraction(0)

    def sent(self, packet: Packet | None) -> None:
        if (time := self._time_of(packet)) is not None:
            heappush(self._times, time)

    def failed(self, packet: Packet | None) -> None:
        """No frame will come of the packet."""
        if (time := self._time_of(packet)) is not None:
            self._times.remove(time)
            heapify(self._times)

    def timed(self, frames: list[Frame]) -> list[Frame]:
        if self._video.has_presentation_times:
            return frames
        clock = self._video.clock
        if isinstance(clock, CountingClock):
            return [self._following(each, clock) for each in frames]
        return [replace(each, time=heappop(self._times)) for each in frames if self._times]

    def _following(self, frame: Frame, clock: CountingClock) -> Frame:
        begin, length = self._end, clock.on_screen(frame.picture.duration)
        self._end += length
        return replace(frame, time=self._video.ticks(begin), duration=self._video.ticks(length))

    def _time_of(self, packet: Packet | None) -> int | None:
        """Of the packets whose frame will be returned."""
        if packet is None or packet.is_discard or self._video.has_presentation_times:
            return None
        return self._video.time_of(packet)
