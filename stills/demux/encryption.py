"""Finds encrypted tracks whose codec FFmpeg does not know, so that it does not say more of them."""

from typing import BinaryIO

from stills.demux.elements import boxes, find, whole

_ENCRYPTED = {b"encv", b"drmi"}
_TABLE_HEADER = 8
"""Bytes before the first entry of a table of sample descriptions."""


def has_encrypted_track(file: BinaryIO) -> bool:
    """Whether an MP4 has a track of encrypted video. Moves the position of the file."""
    tables = find(file, whole(file), boxes, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    return any(
        entry.kind in _ENCRYPTED
        for table in tables
        for entry in boxes(file, table._replace(start=table.start + _TABLE_HEADER))
    )
