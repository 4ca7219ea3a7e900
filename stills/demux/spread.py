"""Gives times to packets that have none. A program stream states times only now and then, and
recorders of cameras pack several pictures after each."""

from collections.abc import Iterator
from fractions import Fraction

import av

from stills.demux.packets import Packet

MOST, MOST_BYTES = 512, 32 * 1024 * 1024
"""Packets without times to hold until one has a time."""


class SpreadTimes:
    """Gives decoding times to packets without times. `was_needed` says whether there were any."""

    def __init__(self) -> None:
        self.was_needed = False

    def over(self, packets: Iterator[Packet], period: Fraction) -> Iterator[Packet]:
        """The packets. The times that are given lie evenly between those of the packets around, or
        `period` ticks apart where there are none on one side. Raises what reading raises."""
        last: int | None = None
        untimed: list[Packet] = []
        error: av.FFmpegError | None = None
        try:
            for packet in packets:
                time = packet.pts if packet.dts is None else packet.dts
                if time is not None:
                    yield from _spread(untimed, last, time, period)
                    yield packet
                    last, untimed = time, []
                    continue
                self.was_needed = True
                untimed.append(packet)
                if len(untimed) == MOST or sum(each.size for each in untimed) > MOST_BYTES:
                    yield from _spread(untimed, last, None, period)
                    last, untimed = untimed[-1].dts, []
        except av.FFmpegError as raised:
            error = raised
        yield from _spread(untimed, last, None, period)
        if error:
            raise error


def _spread(
    packets: list[Packet], before: int | None, after: int | None, period: Fraction
) -> Iterator[Packet]:
    """The packets, with times between these two."""
    step = period
    if before is not None and after is not None:
        step = Fraction(after - before, len(packets) + 1)
    if before is None:
        before = round(-step if after is None else after - step * (len(packets) + 1))
    for number, packet in enumerate(packets, 1):
        packet.dts = round(before + number * step)
        yield packet
