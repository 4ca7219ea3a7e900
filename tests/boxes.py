"""Adds boxes to MP4 files."""

from pathlib import Path

SAMPLE_ENTRY_HEADER = 78
STSD_HEADER = 8


def add_to_sample_entry(path: Path, codec: bytes, box: bytes) -> None:
    """Adds a box at the beginning of the boxes in the video's sample entry, in a file that ends
    with its `moov`."""
    data = bytearray(path.read_bytes())
    position = data.rindex(b"moov") - 4
    starts = []
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", codec):
        position = data.index(kind, position) - 4
        starts.append(position)
    for start in starts:
        size = int.from_bytes(data[start : start + 4]) + len(box)
        data[start : start + 4] = size.to_bytes(4)
    at = position + 8 + SAMPLE_ENTRY_HEADER
    data[at:at] = box
    path.write_bytes(data)
