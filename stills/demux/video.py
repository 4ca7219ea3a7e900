"""A video as the engine sees it: packets, times from its first frame, and what it is."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from types import TracebackType
from typing import BinaryIO, Self

from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from stills.demux import container as containers
from stills.demux.packets import Packet, decode, first_picture, read_packets, timestamp_of
from stills.errors import UnsupportedCodec
from stills.threads import THREADS
from stills.timing import MICROSECONDS, from_ticks


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded picture, and the time from which on it is on screen."""

    time: int
    picture: VideoFrame


class Video:
    """A video whose first picture was decoded, so that it is known to be one.

    `first` is that picture; `keyframes` are the times of the keyframes that the container's index
    tells of, ascending: a hint, for an index may be incomplete, or lie.
    Raises NotAVideo, NoVideoStream, UnsupportedCodec, Encrypted, TooLarge, TooLong, NoImages,
    OutOfMemory, and whatever reading the file raises.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._head: list[Packet] = []
        self._before_closing: list[Callable[[], None]] = []
        self._open(threads=1)  # for its first picture; new decoders do the rest
        self.keyframes = self._keyframes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for end in self._before_closing:
            end()
        self.container.close()

    def before_closing(self, end: Callable[[], None]) -> None:
        """Has `end` called before the video is closed: to close decoders at work is fatal."""
        self._before_closing.append(end)

    @property
    def duration(self) -> float | None:
        """Seconds, as the container says: an estimate."""
        return containers.duration(self.container, self.stream)

    def packets(self) -> Iterator[Packet]:
        """From the first packet on, or from where `seek` went; av.FFmpegError where the file
        cannot be read on."""
        head, self._head = self._head, []
        return chain(head, read_packets(self.container, self.stream))

    def key_packets(self, first: int = 0) -> Iterator[Packet]:
        """The packets of the keyframes, as for `packets`. Where the container's index tells of
        every packet, what lies between is not read, nor those before the `first` keyframe.

        Not by `Discard.nonkey`: FFmpeg's MP4 demuxer then gets presentation times wrong."""
        decoding_times = sorted(self._indexed_keyframes())
        knows_all = 0 < self.stream.frames == len(self.stream.index_entries)
        if not knows_all or len(decoding_times) != len(self.keyframes):
            yield from (packet for packet in self.packets() if packet.is_keyframe)
            return
        indexed = list(zip(self.keyframes, decoding_times, strict=True))
        for time, decoding_time in indexed[first:]:
            self.seek(time)
            for packet in read_packets(self.container, self.stream):
                if packet.dts is None or packet.dts >= decoding_time:
                    yield packet
                    break

    def seek(self, time: int) -> None:
        """Goes to the last keyframe that is, as the container says, not after `time`."""
        ticks = round(time / (self._time_base * MICROSECONDS))
        self.container.seek(self._origin + ticks, stream=self.stream)
        self._head = []

    def rewind(self) -> None:
        """Starts over, as if the video had just been opened."""
        self.container.close()
        self._open(THREADS)

    def new_decoder(self, threads: int) -> VideoCodecContext:
        """Another decoder of the video's packets, with so many threads, which seeking and
        rewinding leave alone."""
        position = self._file.tell()  # as the container believes it to be
        try:
            stream = containers.video_stream(containers.open_header(self._file))
        finally:
            self._file.seek(position)
        context = stream.codec_context
        context.thread_type, context.thread_count = "AUTO", threads
        return context

    def decoded(self, decoder: VideoCodecContext, packet: Packet | None) -> list[Frame]:
        """The frames that a packet, or for None the end of all, completes. Raises as `decode`."""
        pictures = ((timestamp_of(each), each) for each in decode(decoder, packet))
        return [Frame(self.time(at), each) for at, each in pictures if at is not None]

    def time(self, timestamp: int) -> int:
        """Microseconds from the first frame."""
        return from_ticks(timestamp - self._origin, self._time_base)

    def _open(self, threads: int) -> None:
        self.container = containers.open_container(self._file)
        self.stream = containers.video_stream(self.container)
        self.stream.thread_type = "AUTO"
        self.stream.codec_context.thread_count = threads
        if self.stream.time_base is None:
            raise UnsupportedCodec
        self._time_base = self.stream.time_base
        self.first, self._head = first_picture(self.container, self.stream)
        self._origin = timestamp_of(self.first) or 0

    @property
    def is_cut_off(self) -> bool:
        """Whether the container's index tells of packets behind the end of the file."""
        entries = self.stream.index_entries
        if not len(entries):
            return False
        return entries[-1].pos + entries[-1].size > self._file.seek(0, io.SEEK_END)

    def _keyframes(self) -> list[int]:
        """Some containers index decoding times: as far as the first is from its presentation,
        the others are too."""
        first = self._head[0]
        with_cues = "matroska" in self.container.format.name
        if with_cues:  # which are read on the first seek only
            self.seek(0)
        timestamps = self._indexed_keyframes()
        if with_cues:
            self.rewind()
        shift = 0
        if first.pts is not None and timestamps[:1] == [first.dts]:
            shift = first.pts - timestamps[0]
        return sorted(self.time(timestamp + shift) for timestamp in timestamps)

    def _indexed_keyframes(self) -> list[int]:
        """Their timestamps, copied at once: an entry does not outlive its container."""
        return [
            entry.timestamp
            for entry in self.stream.index_entries
            if entry.is_keyframe and not entry.is_discard
        ]
