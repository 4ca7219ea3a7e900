"""`manifest.json`: what an extraction yielded; the worker writes it, the Video API reads it.

Times are seconds from the video's first frame. Images and extras are stored in the zip
uncompressed, so `offset` and `size` give a file's bytes as one byte range of the archive.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from stills.options import ExtractionOptions

CONTACT_SHEET = "contact_sheet.jpg"
SPRITE = "sprite.jpg"
SPRITE_VTT = "sprite.vtt"


class Source(Struct, frozen=True, kw_only=True):
    """What the video is. `display_*` is in square pixels, after rotation; `rotation` in degrees
    clockwise; `frame_rate` an average, in frames per second."""

    container: str
    codec: str
    width: int
    height: int
    display_width: int
    display_height: int
    rotation: int
    duration: float | None
    frame_rate: float | None
    hdr: bool


class Image(Struct, frozen=True, kw_only=True):
    """One image. `index` counts from 0; `sharpness` is the variance of its luma's Laplacian."""

    index: int
    name: str
    requested_time: float
    time: float
    width: int
    height: int
    size: int
    offset: int
    sha256: str
    sharpness: float


class Extra(Struct, frozen=True, kw_only=True):
    """A file made of the images, stored after them: CONTACT_SHEET, SPRITE or SPRITE_VTT. Only
    pictures have a `width` and a `height`."""

    name: str
    media_type: Literal["image/jpeg", "text/vtt"]
    size: int
    offset: int
    sha256: str
    width: int | None = None
    height: int | None = None


class Manifest(Struct, frozen=True, kw_only=True):
    """`dropped` counts images left out, by reason; `decoded_until` is the time of the last frame
    that was decoded, None where the video was not damaged."""

    version: Literal[1] = 1
    source: Source
    options: ExtractionOptions
    images: tuple[Image, ...]
    extras: tuple[Extra, ...] = ()
    archive_size: int | None = None
    dropped: dict[str, int] = {}
    warnings: tuple[str, ...] = ()
    decoded_until: float | None = None


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.encode(manifest)


_decoder = msgspec.json.Decoder(Manifest)


def decode(body: bytes) -> Manifest:
    """Raises msgspec.ValidationError on anything but a manifest of a known version."""
    return _decoder.decode(body)
