"""Opens a container within bounds: known formats only, and nothing but the file itself is read."""

from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from stills.demux.formats import SIGNATURE_SIZE, demuxer_for
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

MAX_PIXELS = 8192 * 4608
"""In one picture: 8K and a little more."""

BOUNDED = {"max_pixels": str(MAX_PIXELS)}
"""Options of a decoder that refuses more."""

HEADER_ONLY = {"probesize": "32", "analyzeduration": "0"}
"""Reads no packets to learn what is in an MP4, whose header says all."""

BUFFER_SIZE = 256 * 1024

_STILLS = Disposition.attached_pic | Disposition.timed_thumbnails
_ENCRYPTED_TAGS = {"encv", "drmi"}


def open_container(file: BinaryIO) -> InputContainer:
    """Reads no more than it takes to know what is in the file.

    Raises NotAVideo, TooLarge, OutOfMemory, and whatever reading the file raises."""
    container = _open(file, BOUNDED)
    if not all(map(_pixels, container.streams.video)):
        # A decoder that refuses a size forgets it: without one, the header still says it.
        with open_header(file) as header:
            if any(_pixels(stream) > MAX_PIXELS for stream in header.streams.video):
                raise TooLarge
        container = _open(file, BOUNDED)
    return container


def open_header(file: BinaryIO) -> InputContainer:
    """As `open_container`, without decoding anything to know more than the header says."""
    return _open(file, {"skip_frame": "all"})


def _open(file: BinaryIO, decoding: dict[str, str]) -> InputContainer:
    file.seek(0)
    demuxer = demuxer_for(file.read(SIGNATURE_SIZE))
    if demuxer is None:
        raise NotAVideo
    limits = HEADER_ONLY if demuxer == "mov" else {}
    file.seek(0)
    try:
        return av.open(
            file,
            mode="r",
            format=demuxer,
            # No protocol has this name: a format that refers to other files finds none of them.
            container_options={"format_whitelist": demuxer, "protocol_whitelist": "none"} | limits,
            options=decoding,
            metadata_errors="replace",  # titles are in whatever encoding
            buffer_size=BUFFER_SIZE,
        )
    except av.MemoryError as error:
        raise OutOfMemory from error
    except av.FFmpegError as error:
        raise NotAVideo from error


def video_stream(container: InputContainer) -> VideoStream:
    """The moving picture: of several, the first that is marked as the default, as players do.
    Its packets alone are read.

    Raises NotAVideo, NoVideoStream, Encrypted, UnsupportedCodec, TooLarge, TooLong."""
    if not len(container.streams):
        raise NotAVideo
    moving = [video for video in container.streams.video if not video.disposition & _STILLS]
    if not moving:
        raise NoVideoStream
    stream = max(moving, key=lambda video: bool(video.disposition & Disposition.default))
    _check(container, stream)
    stream.codec_context.options = BOUNDED
    for other in container.streams:
        if other is not stream:
            other.discard = Discard.all
    return stream


def duration(container: InputContainer, stream: VideoStream) -> float | None:
    """Seconds, as the container says: an estimate."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None if container.duration is None else container.duration / av.time_base


def _check(container: InputContainer, stream: VideoStream) -> None:
    context = stream.codec_context
    if context is None:
        raise UnsupportedCodec
    if context.codec_tag in _ENCRYPTED_TAGS:
        raise Encrypted
    if _pixels(stream) > MAX_PIXELS:
        raise TooLarge
    if (duration(container, stream) or 0) > MAX_SECONDS:
        raise TooLong


def _pixels(stream: VideoStream) -> int:
    """In one picture; 0 where nothing says it."""
    context = stream.codec_context
    return 0 if context is None else context.width * context.height
