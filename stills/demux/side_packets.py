"""The packets beside the video in MP4 and QuickTime: telemetry and subtitles."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import av
from av.container import InputContainer
from av.stream import Discard

from stills.timing import from_ticks

MAX_SIZE = 1024 * 1024
"""Bytes. Telemetry of a second has some thousands."""

MAX_PACKETS = 100_000
"""More than a day of one each second."""


class SidePacket(NamedTuple):
    """`time` and `duration` are in microseconds, on the container's clock. `is_data` says that it
    is not a subtitle."""

    time: int
    duration: int
    is_data: bool
    data: bytes


def side_packets(container: InputContainer) -> Iterator[SidePacket]:
    """The packets of all tracks of data and subtitles, as far as they can be read."""
    wanted = [*container.streams.data, *container.streams.subtitles]
    if not wanted:
        return
    for stream in container.streams:
        stream.discard = Discard.default if stream in wanted else Discard.all
    with suppress(av.FFmpegError):
        for number, packet in enumerate(container.demux(wanted)):
            if number >= MAX_PACKETS:
                return
            time = packet.dts if packet.pts is None else packet.pts
            if time is not None and packet.time_base and 0 < packet.size <= MAX_SIZE:
                yield SidePacket(
                    from_ticks(time, packet.time_base),
                    max(0, from_ticks(packet.duration or 0, packet.time_base)),
                    packet.stream.type == "data",
                    bytes(packet),
                )
