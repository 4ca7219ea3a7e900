"""Reads animated WebP, which FFmpeg cannot demux, as an animated PNG that is equal to it.

Both formats (https://developers.google.com/speed/webp/docs/riff_container,
https://www.w3.org/TR/png-3/#apngFrame-animation) draw pictures on a canvas by the same rules.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from zlib import crc32

import cv2
import numpy as np
from cv2.typing import MatLike

from stills.errors import NotAVideo, TooLarge
from stills.random_access import read_fully

MAX_CHUNK = 64 * 1024 * 1024

DEFAULT_DELAY = 100
"""Milliseconds for which browsers show a frame without a time of its own."""

_PNG = b"\x89PNG\r\n\x1a\n"
_RGBA, _BITS = 6, 8
_HAS_ALPHA = 0x10


class _Part(NamedTuple):
    """A picture, and where and how it is drawn on the canvas."""

    left: int
    top: int
    width: int
    height: int
    milliseconds: int
    is_blended: bool
    is_disposed: bool
    picture: MatLike


def as_animated_png(file: BinaryIO, max_pixels: int) -> BinaryIO:
    """The same pictures at the same times. Of a file that is damaged or cut off, those before.
    Raises NotAVideo, and TooLarge if a picture has more than `max_pixels`."""
    file.seek(12)
    chunks = _chunks(file)
    kind, header = next(chunks, (b"", b""))
    if kind != b"VP8X" or len(header) < 10:
        raise NotAVideo
    width, height = (_integer(header[at : at + 3]) + 1 for at in (4, 7))
    if width * height > max_pixels:
        raise TooLarge
    png, number, sequence = io.BytesIO(), 0, 0
    png.write(_PNG + _png_chunk(b"IHDR", _numbers(width, height) + bytes([_BITS, _RGBA, 0, 0, 0])))
    announcement = png.tell()
    png.write(_png_chunk(b"acTL", _numbers(0, 0)))
    for part in _parts(chunks, width, height):
        if not number:
            part = _on_canvas(part, width, height)
        png.write(_png_chunk(b"fcTL", _numbers(sequence) + _control(part)))
        data = _compressed(part.picture)
        png.write(
            _png_chunk(b"fdAT", _numbers(sequence + 1) + data)
            if number
            else _png_chunk(b"IDAT", data)
        )
        sequence += 2 if number else 1
        number += 1
    if not number:
        raise NotAVideo
    png.write(_png_chunk(b"IEND", b""))
    png.seek(announcement)
    png.write(_png_chunk(b"acTL", _numbers(number, 0)))
    return png


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file from the current position on, up to one that is cut off."""
    while len(header := read_fully(file, 8)) == 8:
        size = _integer(header[4:])
        data = read_fully(file, size + size % 2) if size <= MAX_CHUNK else b""
        if len(data) < size:
            return
        yield header[:4], data[:size]


def _parts(chunks: Iterator[tuple[bytes, bytes]], width: int, height: int) -> Iterator[_Part]:
    for kind, data in chunks:
        if kind != b"ANMF" or len(data) < 16:
            continue
        x, y, w, h, milliseconds = (_integer(data[at : at + 3]) for at in range(0, 15, 3))
        picture = _decoded(data[16:], w + 1, h + 1)
        if picture is None or 2 * x + w + 1 > width or 2 * y + h + 1 > height:
            return
        is_blended, is_disposed = not data[15] & 0x02, bool(data[15] & 0x01)
        yield _Part(
            2 * x,
            2 * y,
            w + 1,
            h + 1,
            milliseconds or DEFAULT_DELAY,
            is_blended,
            is_disposed,
            picture,
        )


def _decoded(data: bytes, width: int, height: int) -> MatLike | None:
    """The picture (BGRA) in the chunks of a part; None if it is damaged."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    extended = b"VP8X\x0a\x00\x00\x00" + bytes([_HAS_ALPHA, 0, 0, 0]) + size
    content = b"WEBP" + (extended if data.startswith(b"ALPH") else b"") + data
    riff = b"RIFF" + len(content).to_bytes(4, "little") + content
    picture = cv2.imdecode(np.frombuffer(riff, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.shape[:2] != (height, width):
        return None
    return picture if picture.shape[2] == 4 else cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)


def _on_canvas(part: _Part, width: int, height: int) -> _Part:
    """The same on a picture of the whole canvas, which the first of a PNG must be."""
    canvas = np.zeros((height, width, 4), np.uint8)
    canvas[part.top : part.top + part.height, part.left : part.left + part.width] = part.picture
    return part._replace(left=0, top=0, width=width, height=height, picture=canvas)


def _control(part: _Part) -> bytes:
    """The content of the chunk before a picture, after its sequence number."""
    denominator = next(each for each in (1000, 100, 10, 1) if part.milliseconds * each < 65_535_000)
    numerator = round(part.milliseconds * denominator / 1000)
    place = _numbers(part.width, part.height, part.left, part.top)
    delay = numerator.to_bytes(2) + denominator.to_bytes(2)
    return place + delay + bytes([part.is_disposed, part.is_blended])


def _compressed(picture: MatLike) -> bytes:
    """The content of the IDAT chunks of a PNG of the picture, joined."""
    _, encoded = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    png, position, data = encoded.tobytes(), len(_PNG), b""
    while position < len(png):
        size = int.from_bytes(png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            data += png[position + 8 : position + 8 + size]
        position += 12 + size
    return data


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return _numbers(len(data)) + kind + data + _numbers(crc32(kind + data))


def _numbers(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4) for number in numbers)


def _integer(data: bytes) -> int:
    return int.from_bytes(data, "little")
