"""A video as the rest of the library sees it: its packets, and times from its first frame."""

import io
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import floor
from typing import BinaryIO, Self

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from stills.demux import container as containers
from stills.demux.alpha import decoder_with_alpha, only_key_with_alpha, states_alpha
from stills.demux.aspect import PixelAspects
from stills.demux.chapters import Chapter, chapters
from stills.demux.clock import ContinuousClock, CountingClock
from stills.demux.cropping import Margins, margins
from stills.demux.encryption import has_encrypted_track
from stills.demux.order import (
    are_presentation_times_invented,
    do_times_repeat,
    is_another_than_stated,
)
from stills.demux.packets import Packet, decode, first_picture, read_packets, timestamp_of
from stills.demux.side_packets import SidePacket, side_packets
from stills.demux.spread import SpreadTimes
from stills.demux.streams import UNTIMED
from stills.demux.truncation import is_truncated
from stills.errors import Damaged, Encrypted, UnsupportedCodec
from stills.timing import MICROSECONDS, from_ticks

MAX_ROUNDED_TICK = Fraction(1, 500)
"""Seconds. Matroska and FLV have ticks of 1/1000, QuickTime often of 1/600."""


COPIES = 5
"""How many times as much memory as a frame itself an image of it takes while it is made: samples in
BGR, luma and its differences, and the file."""

LARGE = 16_000_000
"""Pixels. A decoder keeps the memory of all frames that it held at once, so the first picture of a
video with so large ones comes from a decoder of its own, which is forgotten."""


def size_of(picture: VideoFrame) -> int:
    """Bytes."""
    return sum(plane.buffer_size for plane in picture.planes)


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded picture, its presentation time in microseconds from the first frame, for how many
    microseconds it is on screen if no frame follows, and its pixel aspect ratio."""

    time: int
    picture: VideoFrame
    duration: int = 1
    aspect: Fraction = Fraction(1)

    def work_size(self) -> int:
        """Bytes that are in memory while an image is made of the frame."""
        return COPIES * size_of(self.picture)


class Video:
    """An open video whose first picture has been decoded.

    `format` is FFmpeg's name of the container's format. `first` is the first picture, and
    `first_aspect` its pixel aspect ratio. `keyframes` are the times of the keyframes in the
    container's index, ascending: a hint, because an index may be incomplete or wrong. `margins` are
    what the container says to cut off from every picture. `decoder` is the decoder of its own, and
    `states_alpha` whether it says that it has an alpha channel, which is decoded only `with_alpha`
    where that needs another decoder.
    Raises NotAVideo, NoVideoStream, UnsupportedCodec, Encrypted, TooLarge, TooLong, Damaged,
    OutOfMemory, and whatever reading the file raises.
    """

    def __init__(self, file: BinaryIO, *, with_alpha: bool = False) -> None:
        self._with_alpha = with_alpha
        self.format = containers.format_of(file)
        self._original = file
        self._file = _as_animated_png(file) if self.format == "webp" else file
        self._head: list[Packet] = []
        self._spread = SpreadTimes()
        self._before_closing: list[Callable[[], None]] = []
        self._open_first()
        self.keyframes = self._keyframes()
        self.margins = self._margins()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for end in self._before_closing:
            end()
        self.container.close()

    def before_closing(self, end: Callable[[], None]) -> None:
        """Registers a function to call before the video is closed. FFmpeg crashes if a container
        is closed while one of its decoders is running."""
        self._before_closing.append(end)

    @property
    def tolerance(self) -> int:
        """By how much a frame may be later than it should, in microseconds: half a tick by the
        container's rounding, and one by rounding both times to microseconds. Long ticks are those
        of a constant frame rate, where a container rounds nothing."""
        is_rounded = self._time_base <= MAX_ROUNDED_TICK
        return (floor(self._time_base * MICROSECONDS / 2) if is_rounded else 0) + 1

    @property
    def duration(self) -> float | None:
        """Seconds, according to the container: an estimate."""
        return containers.duration(self.container, self.stream)

    @property
    def origin(self) -> int:
        """The time of the first frame on the container's clock, in microseconds."""
        return self.ticks(self._origin)

    @property
    def chapters(self) -> list[Chapter]:
        return chapters(self.container, self.origin)

    def side_packets(self) -> Generator[SidePacket]:
        """The packets beside the video, if that is in MP4 or QuickTime, where they can be read by
        themselves. Nothing else may read the file meanwhile."""
        if self.format != "mov":
            return
        position = self._file.tell()  # the container relies on it
        try:
            with containers.open_header(self._file) as container:
                yield from side_packets(container)
        finally:
            self._file.seek(position)

    @property
    def _is_animated_png(self) -> bool:
        return self.format in ("apng", "webp")

    @property
    def frame_rate(self) -> Fraction | None:
        """Frames per second, on average."""
        return containers.frame_rate(self.container, self.stream)

    @property
    def has_timestamps(self) -> bool:
        """False for streams without a container."""
        return self.format not in UNTIMED

    @property
    def has_presentation_times(self) -> bool:
        """Also false for videos with B-frames that state only the order of decoding."""
        return self.has_timestamps and not self._has_decoding_order_only

    def packets(self) -> Iterator[Packet]:
        """The packets from the first one on, or from where `seek` went. Raises av.FFmpegError if
        reading the file fails."""
        head, self._head = self._head, []
        return chain(head, self._packets)

    def key_packets(self, first: int = 0) -> Iterator[Packet]:
        """The packets of the keyframes. If the container's index lists every packet, the packets
        between them are not read, nor those before keyframe number `first`.

        `Discard.nonkey` would be simpler, but FFmpeg's MP4 demuxer then returns wrong presentation
        times."""
        decoding_times = sorted(self._indexed_keyframes())
        index_is_complete = 0 < self.stream.frames == len(self.stream.index_entries)
        if not index_is_complete or len(decoding_times) != len(self.keyframes):
            yield from (packet for packet in self.packets() if packet.is_keyframe)
            return
        indexed = list(zip(self.keyframes, decoding_times, strict=True))
        for time, decoding_time in indexed[first:]:
            self.seek(time)
            for packet in self._packets:
                if packet.dts is None or packet.dts >= decoding_time:
                    yield packet
                    break

    def seek(self, time: int) -> None:
        """Goes to the last keyframe that is, according to the container, not after `time`."""
        # The last tick that is rounded to `time`: a tick may be shorter than a microsecond.
        ticks = floor(Fraction(2 * time + 1, 2) / (self._time_base * MICROSECONDS))
        self.container.seek(self._origin + ticks, stream=self.stream)
        self.clock.restart()
        self._packets = self._read_packets()
        self._head = []

    def rewind(self, threads: int = 1, *, patient: bool = False) -> None:
        """Opens the video anew, at its beginning. Its own decoder gets so many threads.

        If it is `patient`, it holds as many frames back as a stream may need for their order, where
        the stream does not say how many that are. Otherwise it finds that out on the way, and
        returns some frames too late."""
        self.container.close()
        self._open(threads, patient=patient)

    def new_decoder(self, threads: int) -> VideoCodecContext:
        """Another decoder for the video's packets, which is independent of seeking and rewinding.
        It uses `threads` threads."""
        position = self._file.tell()  # the container relies on it
        try:
            # A container that is not closed would live on, with the decoder: PyAV has a cycle.
            with containers.open_header(self._file) as container:
                return self._decoder_of(containers.video_stream(container), threads)
        finally:
            self._file.seek(position)

    def _decoder_of(self, stream: VideoStream, threads: int) -> VideoCodecContext:
        other = decoder_with_alpha(stream, containers.SIZE_LIMIT) if self._with_alpha else None
        context = other or stream.codec_context
        context.thread_type, context.thread_count = "AUTO", threads
        return context

    def decoded(self, decoder: VideoCodecContext, packet: Packet | None) -> list[Frame]:
        """The frames that the decoder returns for a packet, or for None, all that it still holds.
        Raises as `decode` does."""
        pictures = [(timestamp_of(each), each) for each in decode(decoder, packet)]
        if not self.has_presentation_times:  # the times of the packets count
            pictures = [(at or 0, each) for at, each in pictures]
        aspect = decoder.sample_aspect_ratio
        return [self._frame(at, each, aspect) for at, each in pictures if at is not None]

    def _frame(self, timestamp: int, picture: VideoFrame, aspect: Fraction | None) -> Frame:
        duration = max(self.ticks(picture.duration or 0), 1)
        return Frame(self.time(timestamp), picture, duration, self._aspects.of(picture, aspect))

    def time_of(self, packet: Packet) -> int | None:
        """When the frame of a packet is on screen, as far as the container says."""
        timestamp = self._timestamp_of(packet)
        return None if timestamp is None else self.time(timestamp)

    def _timestamp_of(self, packet: Packet) -> int | None:
        return packet.dts if self._uses_decoding_times else timestamp_of(packet)

    def time(self, timestamp: int) -> int:
        """Microseconds from the first frame."""
        return self.ticks(timestamp - self._origin)

    def ticks(self, number: int | Fraction) -> int:
        """The length of so many ticks, in microseconds."""
        return from_ticks(number, self._time_base)

    def _open_first(self) -> None:
        """With one thread, for the first picture only: other decoders do the rest."""
        try:
            self._open(threads=1)
        except Damaged:
            if not self._with_alpha:
                raise
            self._with_alpha = False  # only the alpha channel may be damaged
            self.rewind()
        self.states_alpha = states_alpha(self.stream, bytes(self._head[0]))

    def _open(self, threads: int, *, patient: bool = False) -> None:
        self.container = containers.open_container(self._file)
        self.stream = self._video_stream()
        if patient and self.stream.codec_context.name == "h264":
            self.stream.codec_context.options = containers.SIZE_LIMIT | {"strict": "strict"}
        self.decoder = self._decoder_of(self.stream, threads)
        if self.stream.time_base is None:
            raise UnsupportedCodec
        self._time_base = self.stream.time_base
        self.clock = self._clock(self.stream.time_base)
        self._packets = self._read_packets()
        is_large = containers.pixels(self.stream) > LARGE
        decoder = self.new_decoder(1) if is_large else self.decoder
        self.first, self._head = first_picture(self._packets, decoder)
        decoded = decoder.sample_aspect_ratio
        self._aspects = PixelAspects(
            self.container.format.name, self.stream.sample_aspect_ratio, self.first, decoded
        )
        self.first_aspect = self._aspects.of(self.first, decoded)
        are_invented = are_presentation_times_invented(self.format, self._head[0])
        self._has_decoding_order_only = self._spread.was_needed or (
            self.has_timestamps
            and decoder.has_b_frames
            and (are_invented or is_another_than_stated(decoder, self._head, self._packets))
        )
        self._uses_decoding_times = self._has_decoding_order_only and (
            self._spread.was_needed or are_invented or do_times_repeat(self._head)
        )
        self._origin: int = self._first_timestamp() or 0

    def _first_timestamp(self) -> int | None:
        """Of the first frame that is shown: an edit list may discard those before it."""
        if self.has_presentation_times:
            return timestamp_of(self.first)
        shown = (packet for packet in self._head if not packet.is_discard)
        return self._timestamp_of(next(shown, self._head[0]))

    def _video_stream(self) -> VideoStream:
        try:
            return containers.video_stream(self.container)
        except UnsupportedCodec:
            if self.format == "mov" and has_encrypted_track(self._file):
                raise Encrypted from None
            raise

    def _clock(self, time_base: Fraction) -> ContinuousClock | CountingClock:
        if self.has_timestamps:
            return ContinuousClock(self.container.format.name, time_base)
        rate = containers.constant_rate(self.stream)
        return CountingClock(self.container.format.name, time_base, rate)

    def _read_packets(self) -> Iterator[Packet]:
        packets: Iterator[Packet] = read_packets(self.container, self.stream)
        packets = map(self.clock.correct, packets)
        if self.has_timestamps:
            period = 1 / containers.constant_rate(self.stream) / self._time_base
            packets = self._spread.over(packets, period)
        if self._is_animated_png:
            return map(_only_the_first_key, packets)
        is_beside = self.decoder is not self.stream.codec_context
        return map(only_key_with_alpha, packets) if is_beside else packets

    @property
    def is_cut_off(self) -> bool:
        """Whether the end of the file is missing: whether its container, or the index in it, says
        that there is more."""
        position = self._file.tell()  # the container relies on it
        try:
            entries = self.stream.index_entries
            end = entries[-1].pos + entries[-1].size if len(entries) else 0
            return end > self._file.seek(0, io.SEEK_END) or is_truncated(self._original)
        finally:
            self._file.seek(position)

    def _margins(self) -> Margins:
        position = self._file.tell()  # the container relies on it
        try:
            size = self.first.width, self.first.height
            return margins(self._file, self.container, self.stream, size)
        finally:
            self._file.seek(position)

    def _keyframes(self) -> list[int]:
        """None where only reading from the beginning leads to a frame.

        Some containers index decoding times. The presentation of every keyframe is then assumed
        to be as much later as that of the first packet is, which an edit list may discard."""
        if self._is_animated_png or not self.has_timestamps:
            return []
        first = self._head[0]
        has_cues = "matroska" in self.container.format.name
        if has_cues:  # FFmpeg reads them on the first seek
            with suppress(av.FFmpegError):  # there is no keyframe to go to
                self.seek(0)
        timestamps = self._indexed_keyframes()
        entries = self.stream.index_entries
        earliest = entries[0].timestamp if len(entries) else None
        if has_cues:
            self.rewind()
        shift = 0
        if (
            self.has_presentation_times
            and first.pts is not None
            and first.dts is not None
            and earliest == first.dts
        ):
            shift = first.pts - first.dts
        return sorted(self.time(timestamp + shift) for timestamp in timestamps)

    def _indexed_keyframes(self) -> list[int]:
        """Their timestamps. They are copied at once, because an entry does not outlive its
        container."""
        return [
            entry.timestamp
            for entry in self.stream.index_entries
            if entry.is_keyframe and not entry.is_discard
        ]


def _as_animated_png(file: BinaryIO) -> BinaryIO:
    from stills.demux.webp import as_animated_png  # imports OpenCV, which is needed for WebP only

    return as_animated_png(file, containers.MAX_PIXELS)


def _only_the_first_key(packet: Packet) -> Packet:
    """FFmpeg marks every picture of an animated PNG as a keyframe, although most are drawn on the
    one before."""
    if packet.pts:
        packet.is_keyframe = False
    return packet
