"""Tells animated pictures from still ones of the same format."""

from typing import BinaryIO

from stills.random_access import read_fully

_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 1000
"""Before the picture. A PNG has few, such as its color profile."""

_WEBP_ANIMATION = 0x02


def is_animated_png(file: BinaryIO) -> bool:
    """Whether the file is a PNG with an animation, which is announced before the picture."""
    file.seek(0)
    if read_fully(file, len(_PNG)) != _PNG:
        return False
    position = len(_PNG)
    for _ in range(_MAX_CHUNKS):
        file.seek(position)
        header = read_fully(file, 8)
        if header[4:] == b"acTL":
            return True
        if len(header) < 8 or header[4:] == b"IDAT":
            return False
        position += 12 + int.from_bytes(header[:4])
    return False


def is_animated_webp(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a WebP with an animation."""
    is_extended = head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X"
    return is_extended and bool(head[20:21]) and bool(head[20] & _WEBP_ANIMATION)
