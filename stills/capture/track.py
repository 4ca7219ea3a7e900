"""The places that a camera or a drone writes beside a video, up to some each second."""

from bisect import bisect_right
from collections.abc import Iterable

from stills.capture import captions, gpmf
from stills.demux.side_packets import SidePacket
from stills.manifest import Location

MAX_PLACES = 200_000
"""Of one video: three hours of 18 in a second."""

SEARCHED = 50
"""So many packets without any place are other things, such as the subtitles of a film."""

MAX_AGE = 5_000_000
"""Microseconds. A place from longer before or after says nothing about a frame."""


class PlaceTrack:
    """Places, each at a time in microseconds. Where there was no fix, there is None."""

    def __init__(self, packets: Iterable[SidePacket]) -> None:
        samples: list[tuple[int, Location | None]] = []
        for number, packet in enumerate(packets):
            samples += _samples(packet)
            if len(samples) > MAX_PLACES or (number >= SEARCHED and not samples):
                break
        samples.sort(key=lambda sample: sample[0])
        self._times = [time for time, _ in samples]
        self._places = [place for _, place in samples]

    def __bool__(self) -> bool:
        return bool(self._places)

    def at(self, time: int) -> Location | None:
        """The place nearest to a time; None if there was no fix then, or none is near."""
        after = bisect_right(self._times, time)
        near = [number for number in (after - 1, after) if 0 <= number < len(self._times)]
        nearest = min(near, key=lambda number: abs(self._times[number] - time), default=None)
        if nearest is None or abs(self._times[nearest] - time) > MAX_AGE:
            return None
        return self._places[nearest]


NO_PLACES = PlaceTrack(())


def _samples(packet: SidePacket) -> list[tuple[int, Location | None]]:
    """The places in a packet, evenly spaced over its time."""
    places = gpmf.places(packet.data) if packet.is_data else captions.places(packet.data)
    return [
        (packet.time + packet.duration * number // len(places), place)
        for number, place in enumerate(places)
    ]
