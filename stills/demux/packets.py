"""Reads packets and decodes them, up to the first picture."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import av
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from stills.errors import Damaged, Encrypted, OutOfMemory

MAX_HEAD_BYTES = 64 * 1024 * 1024
"""How far to read in search of the first picture that can be decoded."""

if TYPE_CHECKING:
    Packet = av.Packet[VideoStream]
else:
    Packet = av.Packet  # generic for type checkers only


def timestamp_of(item: VideoFrame | Packet) -> int | None:
    """The presentation timestamp, or the decoding timestamp of items that have only that, as in
    AVI. In ticks of the stream's time base."""
    return item.dts if item.pts is None else item.pts


def read_packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet]:
    """All packets except the empty one at the end: the caller decides when to drain the decoder.

    Raises av.FFmpegError if reading the file fails, and OutOfMemory."""
    try:
        yield from (packet for packet in container.demux(stream) if packet.size)
    except av.MemoryError as error:
        raise OutOfMemory from error
    except IndexError:
        # At the end PyAV does not know the streams that appeared while it was reading.
        return


def decode(decoder: VideoCodecContext, packet: Packet | None) -> list[VideoFrame]:
    """The pictures that the decoder returns for a packet, or for None, all that it still holds.

    Raises av.FFmpegError if the packet cannot be decoded, and OutOfMemory."""
    try:
        return decoder.decode(packet)
    except (av.MemoryError, av.BlockingIOError) as error:  # the latter for a thread's stack
        raise OutOfMemory from error


def first_picture(
    packets: Iterator[Packet], decoder: VideoCodecContext
) -> tuple[VideoFrame, list[Packet]]:
    """The first picture, and the packets that were read to get it, which must be decoded again.

    Raises Damaged if there is none, Encrypted and OutOfMemory."""
    head: list[Packet] = []
    pictures: list[VideoFrame] = []
    size = 0
    with suppress(av.FFmpegError):
        for packet in packets:
            if packet.has_sidedata("encryption_info"):
                raise Encrypted
            head.append(packet)
            size += packet.size
            with suppress(av.FFmpegError):
                pictures = decode(decoder, packet)
            if pictures or size > MAX_HEAD_BYTES:
                break
    with suppress(av.FFmpegError):
        pictures = pictures or decode(decoder, None)
    if not pictures:
        raise Damaged
    decoder.flush_buffers()
    return pictures[0], head
