"""Reads Exif metadata (TIFF 6.0, CIPA DC-008) of an image file, independently of what writes it."""

import struct
from fractions import Fraction
from typing import Any

import cv2
import numpy as np

EXIF, GPS = 0x8769, 0x8825
_FORMATS = {1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 7: "B"}


def read_exif(file: bytes) -> dict[int, dict[int, Any]]:
    """The values of the Exif and GPS directories, by directory and tag; empty without metadata."""
    if not file.startswith(b"II*\0"):
        found = cv2.imdecodeWithMetadata(np.frombuffer(file, np.uint8), flags=cv2.IMREAD_UNCHANGED)
        blocks = [bytes(np.asarray(each)) for each in found[2]]
        file = blocks[list(found[1]).index(cv2.IMAGE_METADATA_EXIF)] if len(blocks) else b""
    if not file:
        return {}
    main = read_directory(file, struct.unpack_from("<I", file, 4)[0])
    return {tag: read_directory(file, main[tag][0]) for tag in (EXIF, GPS) if tag in main}


def read_directory(file: bytes, start: int) -> dict[int, Any]:
    (count,) = struct.unpack_from("<H", file, start)
    values: dict[int, Any] = {}
    for place in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, items = struct.unpack_from("<HHI", file, place)
        form = f"<{items}s" if kind == 2 else "<" + _FORMATS[kind] * items
        size = struct.calcsize(form)
        at = place + 8 if size <= 4 else struct.unpack_from("<I", file, place + 8)[0]
        numbers = struct.unpack_from(form, file, at)
        if kind == 2:
            values[tag] = numbers[0].rstrip(b"\0").decode()
        elif kind == 5:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            values[tag] = [Fraction(*pair) for pair in pairs]
        else:
            values[tag] = list(numbers)
    assert list(values) == sorted(values)
    return values
