"""Exif metadata (CIPA DC-008): when and where an image was captured.

There is no orientation, because images are upright already."""

import struct
from collections.abc import Mapping
from datetime import datetime

from stills.capture.capture import Capture
from stills.image.tiff import (
    ASCII,
    BYTE,
    EMPTY,
    RATIONAL,
    UNDEFINED,
    Entry,
    entry,
    with_entries,
)
from stills.manifest import Location

EXIF, GPS = 0x8769, 0x8825

_VERSION = b"0232"
_GPS_VERSION = bytes([2, 3, 0, 0])
_SECOND_PARTS = 10_000
"""Of an arc: about 3 mm on the ground."""


def directories(capture: Capture) -> dict[int, list[Entry]]:
    """The Exif directories, by their tags. None if nothing is known."""
    found = {}
    if capture.time is not None:
        found[EXIF] = _time_entries(capture.time)
    if capture.location is not None:
        found[GPS] = _location_entries(capture.location)
    return found


def block(directories: Mapping[int, list[Entry]]) -> bytes:
    """Exif metadata as most formats of images contain it; empty without directories."""
    return with_entries(EMPTY, [], directories) if directories else b""


def _time_entries(time: datetime) -> list[Entry]:
    entries = [
        entry(0x9000, UNDEFINED, _VERSION),
        _text(0x9003, f"{time:%Y:%m:%d %H:%M:%S}"),  # DateTimeOriginal
        _text(0x9291, f"{time:%f}"),  # SubSecTimeOriginal
    ]
    if time.tzinfo is not None:
        offset = f"{time:%z}"
        entries.append(_text(0x9011, f"{offset[:3]}:{offset[3:5]}"))  # OffsetTimeOriginal
    return entries


def _location_entries(location: Location) -> list[Entry]:
    entries = [
        entry(0, BYTE, _GPS_VERSION),
        _text(1, "S" if location.latitude < 0 else "N"),
        _angle(2, location.latitude),
        _text(3, "W" if location.longitude < 0 else "E"),
        _angle(4, location.longitude),
        _text(0x12, "WGS-84"),
    ]
    if location.altitude is not None:
        entries.append(entry(5, BYTE, bytes([location.altitude < 0])))
        entries.append(_rationals(6, (round(abs(location.altitude) * 1000), 1000)))
    return entries


def _angle(tag: int, degrees: float) -> Entry:
    parts = round(abs(degrees) * 3600 * _SECOND_PARTS)
    minutes, seconds = divmod(parts, 60 * _SECOND_PARTS)
    whole, minutes = divmod(minutes, 60)
    return _rationals(tag, (whole, 1), (minutes, 1), (seconds, _SECOND_PARTS))


def _text(tag: int, text: str) -> Entry:
    return entry(tag, ASCII, text.encode() + b"\0")


def _rationals(tag: int, *values: tuple[int, int]) -> Entry:
    return entry(tag, RATIONAL, b"".join(struct.pack("<2I", *value) for value in values))
