"""Decodes a video's frames, and notes what is damaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import av

from stills.demux.packets import Packet
from stills.demux.video import Frame, Video


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
        self.video = video
        self.damage = Damage()
        self.until = -1

    def every_frame(self) -> Iterator[Frame]:
        """All frames that can be decoded, in ascending order."""
        try:
            for packet in self.video.packets():
                yield from self.ascending(self.pictures(packet))
        except av.FFmpegError:
            self.damage.cut_off = True
        yield from self.ascending(self.pictures(None))
        self.damage.cut_off |= self.video.is_cut_off

    def key_frames(self) -> Iterator[Frame]:
        """The keyframes that can be decoded, each on its own and without decoding any other."""
        try:
            for packet in self.video.packets():
                if packet.is_keyframe:
                    yield from self.ascending(self.pictures(packet))
                    yield from self.ascending(self.pictures(None))
                    self.video.stream.codec_context.flush_buffers()
        except av.FFmpegError:
            self.damage.cut_off = True
        self.damage.cut_off |= self.video.is_cut_off

    def start_over(self) -> None:
        self.video.rewind()
        self.damage = Damage()
        self.until = -1

    def ascending(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The frames that are after all those before; that is all, unless the file is odd."""
        for frame in frames:
            if frame.time > self.until:
                self.damage.frames += frame.picture.is_corrupt
                self.until = frame.time
                yield frame

    def pictures(self, packet: Packet | None) -> list[Frame]:
        """The frames that a packet, or for None the end of all, completes."""
        try:
            return self.video.decoded(self.video.stream.codec_context, packet)
        except av.FFmpegError:
            self.damage.packets += 1
            return []
