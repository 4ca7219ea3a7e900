"""The order of frames. Some containers say only when packets are decoded, and some converters write
these times as those of presentation."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import av
from av.video.codeccontext import VideoCodecContext

from stills.demux.packets import Packet, decode

MOST = 16
"""Packets to look at, beside those that are not shown."""


def are_presentation_times_invented(format_name: str, first: Packet) -> bool:
    """Whether FFmpeg makes presentation times from the order of decoding: for AVI, and for MXF
    whose index does not tell another order."""
    return format_name == "avi" or (format_name == "mxf" and first.pts == first.dts)


def is_another_than_stated(
    decoder: VideoCodecContext, head: list[Packet], following: Iterator[Packet]
) -> bool:
    """Whether the first packets, whose presentation times ascend or repeat, have frames that are
    shown in another order. What is read of the `following` packets is added to `head`.

    Raises OutOfMemory."""
    shown_packets = sum(not packet.is_discard for packet in head)
    with suppress(av.FFmpegError):
        while shown_packets < MOST and (packet := next(following, None)):
            head.append(packet)
            shown_packets += not packet.is_discard
    if not _are_doubtful(head):
        return False
    shown: list[int] = []
    for packet in (*head, None):
        with suppress(av.FFmpegError):
            pictures = decode(decoder, packet)
            shown += [picture.pts for picture in pictures if picture.pts is not None]
    decoder.flush_buffers()
    return any(earlier > later for earlier, later in pairwise(shown))


def _are_doubtful(packets: list[Packet]) -> bool:
    """Whether the times are not those of a video with B-frames: they only grow, as the times of
    decoding do, or some repeat."""
    times = [packet.pts for packet in packets if packet.pts is not None]
    if len(times) < len(packets):
        return False
    return do_times_repeat(packets) or times == sorted(times)


def do_times_repeat(packets: list[Packet]) -> bool:
    """Whether packets have the same presentation time, and all have different decoding times, as
    converters write that knew only some times and guessed the others."""
    presented = [packet.pts for packet in packets]
    decoded = [packet.dts for packet in packets]
    return len(set(presented)) < len(presented) and len(set(decoded)) == len(decoded)
