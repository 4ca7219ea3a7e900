"""Opens a container safely: only known formats, and nothing is read but the file itself."""

from fractions import Fraction
from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from stills.demux.clock import DISCONTINUOUS
from stills.demux.formats import demuxer_for
from stills.demux.streams import UNTIMED
from stills.errors import (
    Encrypted,
    NotAVideo,
    NoVideoStream,
    OutOfMemory,
    TooLarge,
    TooLong,
    UnsupportedCodec,
)
from stills.options import MAX_SECONDS

MAX_PIXELS = 12_288 * 6_912
"""In one picture: 12K."""

SIZE_LIMIT = {"max_pixels": str(MAX_PIXELS)}
"""Decoder options that refuse larger pictures."""

TELLING = {"mov"}
"""FFmpeg's names of the formats whose header is enough. Of the others, FFmpeg decodes pictures to
know what they are."""

DEMUXER_OPTIONS = {
    "mov": {"probesize": "32", "analyzeduration": "0"},
    "apng": {"default_fps": "10"},  # as in browsers, and as FFmpeg does for GIF
}

DEFAULT_RATE = Fraction(25)
"""Of streams without timestamps that do not state their rate, as in FFmpeg."""

MIN_RATE, MAX_RATE = Fraction(1, 60), 1000
"""Other rates are mistaken for a number of ticks per second."""

BUFFER_SIZE = 256 * 1024

_COVER_IMAGES = Disposition.attached_pic | Disposition.timed_thumbnails
_ENCRYPTED_TAGS = {"encv", "drmi"}


def format_of(file: BinaryIO) -> str:
    """FFmpeg's name of the file's format. Raises NotAVideo."""
    demuxer = demuxer_for(file)
    if demuxer is None:
        raise NotAVideo
    return demuxer


def open_container(file: BinaryIO) -> InputContainer:
    """Opens the file and reads no more than is needed to know what is in it.

    Raises NotAVideo, TooLarge, OutOfMemory, and whatever reading the file raises."""
    if format_of(file) in TELLING:
        return open_header(file)
    container = _open(file, SIZE_LIMIT)
    if not all(map(pixels, container.streams.video)):
        # A decoder that refuses a size forgets it. Without a decoder, the header still has it.
        with open_header(file) as header:
            if any(pixels(stream) > MAX_PIXELS for stream in header.streams.video):
                raise TooLarge
        container = _open(file, SIZE_LIMIT)
    return container


def open_header(file: BinaryIO) -> InputContainer:
    """As `open_container`, but decodes nothing and so learns only what the header says."""
    return _open(file, {"skip_frame": "all"})


def _open(file: BinaryIO, decoder_options: dict[str, str]) -> InputContainer:
    demuxer = format_of(file)
    file.seek(0)
    try:
        return av.open(
            file,
            mode="r",
            format=demuxer,
            # No protocol has this name, so a format that refers to other files finds none of them.
            container_options={
                "format_whitelist": demuxer,
                "protocol_whitelist": "none",
                **DEMUXER_OPTIONS.get(demuxer, {}),
            },
            options=decoder_options,
            metadata_errors="replace",  # titles may be in any encoding
            buffer_size=BUFFER_SIZE,
        )
    except av.MemoryError as error:
        raise OutOfMemory from error
    except av.FFmpegError as error:
        raise NotAVideo from error


def video_stream(container: InputContainer) -> VideoStream:
    """The video stream: of several, the first that is marked as the default, as in players. The
    packets of all other streams are discarded.

    Raises NotAVideo, NoVideoStream, Encrypted, UnsupportedCodec, TooLarge, TooLong."""
    if not len(container.streams):
        raise NotAVideo
    moving = [video for video in container.streams.video if not video.disposition & _COVER_IMAGES]
    if not moving:
        raise NoVideoStream
    stream = max(moving, key=_preference)
    _check(container, stream)
    stream.codec_context.options = SIZE_LIMIT
    for other in container.streams:
        if other is not stream:
            other.discard = Discard.all
    return stream


def _preference(stream: VideoStream) -> tuple[bool, bool]:
    """An AVIF animation has a still picture beside it, which is marked as the default, too."""
    return bool(stream.disposition & Disposition.default), stream.frames > 1


def duration(container: InputContainer, stream: VideoStream) -> float | None:
    """Seconds, according to the container: an estimate. None also where the container's clock may
    jump, if FFmpeg takes a jump for a part of the duration."""
    if container.format.name in UNTIMED:
        return None  # FFmpeg would tell it from the bit rate
    seconds = None if container.duration is None else container.duration / av.time_base
    if stream.duration is not None and stream.time_base is not None:
        seconds = float(stream.duration * stream.time_base)
    is_jump = seconds is not None and seconds > MAX_SECONDS
    return None if is_jump and container.format.name in DISCONTINUOUS else seconds


def frame_rate(container: InputContainer, stream: VideoStream) -> Fraction | None:
    """Frames per second, on average."""
    name = container.format.name
    if name in UNTIMED:
        return constant_rate(stream)
    return stream.guessed_rate if name == "dv" else stream.average_rate or stream.guessed_rate


def constant_rate(stream: VideoStream) -> Fraction:
    """Frames per second of a stream without timestamps: what the stream says, or DEFAULT_RATE."""
    stated = stream.codec_context.framerate
    return stated if stated and MIN_RATE <= stated <= MAX_RATE else DEFAULT_RATE


def _check(container: InputContainer, stream: VideoStream) -> None:
    context = stream.codec_context
    if context is None:
        raise UnsupportedCodec
    if context.codec_tag in _ENCRYPTED_TAGS or "enc_key_id" in stream.metadata:
        raise Encrypted
    if pixels(stream) > MAX_PIXELS:
        raise TooLarge
    if (duration(container, stream) or 0) > MAX_SECONDS:
        raise TooLong


def pixels(stream: VideoStream) -> int:
    """In one picture; 0 if unknown."""
    context = stream.codec_context
    return 0 if context is None else context.width * context.height
