"""Places in the telemetry of GoPro cameras (GPMF, github.com/gopro/gpmf-parser).

It is a tree of entries: a key of four letters, a type, the size of a structure and how many there
are, then the structures, padded to four bytes. Type 0 contains entries.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from stills.capture.place import location
from stills.manifest import Location

HEAD = b"DEVC"
"""Each packet begins with the entry of a device."""

MAX_ENTRIES = 10_000
"""Of one packet, which has about a second: a hundred is usual."""

MAX_SAMPLES = 1_000
"""In one packet: GPS5 has 18 in a second."""

MAX_DILUTION = 10.0
"""Of precision. Above it, a position is no better than a guess; 99.99 stands for none."""

_STREAM = b"STRM"
_NO_FIX = 2
"""A lower fix is none: 2 stands for latitude and longitude, 3 for altitude, too."""

_HEADER = struct.Struct(">4sBBH")
_SCALES = {ord("l"): ">i", ord("L"): ">I", ord("s"): ">h", ord("S"): ">H"}
_GPS5, _GPS9 = struct.Struct(">5i"), struct.Struct(">7i2H")


class _Entry(NamedTuple):
    key: bytes
    kind: int
    size: int
    data: bytes


def places(data: bytes) -> list[Location | None]:
    """The places in a packet, evenly spaced over its time; None where there was no fix. Empty if
    it says nothing about places. GPS9 is better than GPS5, which the same packet may have."""
    older: list[Location | None] = []
    for stream in _streams(data):
        if b"GPS9" in stream:
            return _gps9(stream)
        if b"GPS5" in stream:
            older = older or _gps5(stream)
    return older


def _streams(data: bytes) -> Iterator[dict[bytes, _Entry]]:
    """The entries of each stream of each device, by their keys."""
    left = MAX_ENTRIES
    for device in _entries(data):
        for stream in _entries(device.data) if device.key == HEAD else ():
            if stream.key == _STREAM:
                entries = list(_entries(stream.data))
                left -= len(entries)
                if left < 0:
                    return
                yield {entry.key: entry for entry in entries}


def _entries(data: bytes) -> Iterator[_Entry]:
    """The entries that are complete."""
    position = 0
    for _ in range(MAX_ENTRIES):
        if position + _HEADER.size > len(data):
            return
        key, kind, size, count = _HEADER.unpack_from(data, position)
        start = position + _HEADER.size
        end = start + size * count
        if end > len(data):
            return
        yield _Entry(key, kind, size, data[start:end])
        position = end + -end % 4


def _gps5(stream: dict[bytes, _Entry]) -> list[Location | None]:
    """Latitude, longitude, altitude and two speeds; fix and dilution are those of all samples."""
    scales = _scales(stream, 5)
    fix, dilution = _number(stream, b"GPSF", ">I"), _number(stream, b"GPSP", ">H")
    is_good = fix is None or fix >= _NO_FIX
    is_precise = dilution is None or dilution <= MAX_DILUTION * 100
    return [
        _location(sample, scales) if is_good and is_precise else None
        for sample in _samples(stream[b"GPS5"], _GPS5)
    ]


def _gps9(stream: dict[bytes, _Entry]) -> list[Location | None]:
    """The first five as in GPS5, then days, seconds, dilution and fix of the sample."""
    scales = _scales(stream, 9)
    return [
        _location(sample, scales)
        if sample[8] >= _NO_FIX and sample[7] <= MAX_DILUTION * scales[7]
        else None
        for sample in _samples(stream[b"GPS9"], _GPS9)
    ]


def _samples(entry: _Entry, structure: struct.Struct) -> list[tuple[int, ...]]:
    if entry.size != structure.size:
        return []
    return list(structure.iter_unpack(entry.data[: MAX_SAMPLES * structure.size]))


def _location(sample: tuple[int, ...], scales: tuple[int, ...]) -> Location | None:
    latitude, longitude, altitude = (sample[place] / scales[place] for place in range(3))
    return location(round(latitude, 7), round(longitude, 7), round(altitude, 3))


def _scales(stream: dict[bytes, _Entry], count: int) -> tuple[int, ...]:
    """What to divide each number of a sample by: 1 where it is not stated."""
    entry = stream.get(b"SCAL")
    stated: tuple[int, ...] = ()
    if entry is not None and entry.kind in _SCALES:
        form = struct.Struct(_SCALES[entry.kind])
        usable = entry.data[: min(count, len(entry.data) // form.size) * form.size]
        stated = tuple(number or 1 for (number,) in form.iter_unpack(usable))
    if len(stated) == 1:
        return stated * count
    return stated + (1,) * (count - len(stated))


def _number(stream: dict[bytes, _Entry], key: bytes, form: str) -> int | None:
    entry = stream.get(key)
    if entry is None or len(entry.data) != struct.calcsize(form):
        return None
    number: int = struct.unpack(form, entry.data)[0]
    return number
