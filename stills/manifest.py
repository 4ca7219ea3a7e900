"""The manifest: what an extraction has produced, as `manifest.json`.

Times are seconds from the video's first frame. Images and extras are stored in the zip without
compression, so `offset` and `size` are the byte range of a file in the archive.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from stills.options import ExtractionOptions

CONTACT_SHEET = "contact_sheet.jpg"
SPRITE = "sprite.jpg"
SPRITE_VTT = "sprite.vtt"

MAX_ALTITUDE = 100_000.0
MAX_TITLE = 200

IMAGES_CSV = "images.csv"
COCO = "coco.json"
SLIDES = "slides.pdf"
"""The first of these files. The others are called `slides_2.pdf` and so on."""

FILES = ("manifest.json", CONTACT_SHEET, SPRITE, SPRITE_VTT, IMAGES_CSV, COCO, SLIDES)
"""The names of files in the archive that are not images."""


class Source(Struct, frozen=True, kw_only=True):
    """A description of the video. `width` and `height` are those of the coded picture, `display_*`
    those of the picture as shown, in square pixels and after rotation; `rotation` is in degrees
    clockwise; `duration` is in seconds; `frame_rate` is an average in frames per second;
    `bit_depth` is that of a sample; `chapters` counts the chapters.
    `creation_time` is when the recording began, without a time zone if the device states none."""

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
    bit_depth: int = 8
    chapters: Annotated[int, Meta(ge=0)] = 0
    creation_time: datetime | None = None


class Location(Struct, frozen=True):
    """Degrees north and east (WGS 84), and meters above the sea."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    altitude: Annotated[float, Meta(ge=-MAX_ALTITUDE, le=MAX_ALTITUDE)] | None = None


class Image(Struct, frozen=True, kw_only=True):
    """An image. `index` counts from 0; `requested_time` is the sample time, `time` that of the
    frame; `sharpness` is the variance of the Laplacian of its luma. `captured_at` is when the frame
    was captured, without a time zone if the device states none; `location` is where, if that was
    asked for. Both are None if the video does not say. `chapter` is the title of the chapter that
    begins here, if images of chapters were asked for."""

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
    captured_at: datetime | None = None
    location: Location | None = None
    chapter: Annotated[str, Meta(max_length=MAX_TITLE)] | None = None


class Extra(Struct, frozen=True, kw_only=True):
    """A file that is made from the images: CONTACT_SHEET, SPRITE, SPRITE_VTT, IMAGES_CSV, COCO or
    SLIDES. Only pictures have a `width` and a `height`."""

    name: str
    media_type: Literal["image/jpeg", "text/vtt", "text/csv", "application/json", "application/pdf"]
    size: int
    offset: int
    sha256: str
    width: int | None = None
    height: int | None = None


class Manifest(Struct, frozen=True, kw_only=True):
    """`archive_size` is in bytes, and None in the copy inside the archive; `dropped` counts the
    images that were left out, by reason; `decoded_until` is the time of the last frame that was
    decoded, and None if the video is not damaged."""

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
