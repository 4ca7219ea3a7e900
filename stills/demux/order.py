"""The order of frames. Some containers say only when packets are decoded, and some converters write
these times as those of presentation."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import av
from av.video.codeccontext import VideoCodecContext

from stills.demux.packets import Packet, decode

MOST = 16
"""Packets to look at."""


def are_presentation_times_invented(format_name: str, first: Packet) -> bool:
    """Whether FFmpeg makes presentation times from the order of decoding: for AVI, and for MXF
    whose index does not tell another order."""
    return format_name == "avi" or (format_name == "mxf" and first.pts == first.dts)


def is_another_than_stated(
    decoder: VideoCodecContext, head: list[Packet], following: Iterator[Packet]
) -> bool:
    """Whether the first packets, whose presentation times ascend, have frames that are shown in
    another order. What is read of the `following` packets is added to `head`.

    Raises OutOfMemory."""
    with suppress(av.FFmpegError):
        while _ascend(head) and len(head) < MOST and (packet := next(following, None)):
            head.append(packet)
    if not _ascend(head):
        return False
    shown: list[int] = []
    for packet in (*head, None):
        with suppress(av.FFmpegError):
            pictures = decode(decoder, packet)
            shown += [picture.pts for picture in pictures if picture.pts is not None]
    decoder.flush_buffers()
    return any(earlier > later for earlier, later in pairwise(shown))


def _ascend(packets: list[Packet]) -> bool:
    times = [packet.pts for packet in packets if packet.pts is not None]
    is_ascending = all(earlier < later for earlier, later in pairwise(times))
    return is_ascending and len(times) == len(packets)
