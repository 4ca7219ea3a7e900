"""The manifest: what an extraction has produced, as `manifest.json`.

Times are seconds from the video's first frame. Images and extras are stored in the zip without
compression, so `offset` and `size` are the byte range of a file in the archive.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from stills.options import ExtractionOptions
from stills.schema import about
from stills.warnings import VideoWarning

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
    """A description of the video. Its pixels may not be square, and a player may have to rotate it:
    `display_width` and `display_height` are those of the picture as shown."""

    container: Annotated[str, about("The format of the file, as FFmpeg calls it", "mov,mp4")]
    codec: Annotated[str, about("How the pictures are coded, as FFmpeg calls it", "h264")]
    width: Annotated[int, about("Width of the coded picture in pixels", 1920)]
    height: Annotated[int, about("Height of the coded picture in pixels", 1080)]
    display_width: Annotated[
        int, about("Width of the picture as shown, in square pixels and after rotation", 1920)
    ]
    display_height: Annotated[
        int, about("Height of the picture as shown, in square pixels and after rotation", 1080)
    ]
    rotation: Annotated[
        int, about("By how many degrees players turn the coded picture clockwise", 0)
    ]
    duration: Annotated[
        float | None, about("Length in seconds; null if the file does not state it", 61.4)
    ]
    frame_rate: Annotated[
        float | None,
        about("Frames per second on average; null if the file does not state it", 29.97),
    ]
    hdr: Annotated[bool, about("Whether the video is HDR, by its transfer (PQ or HLG)", False)]
    bit_depth: Annotated[int, about("Bits of each sample of the picture", 8)] = 8
    chapters: Annotated[int, Meta(ge=0), about("Number of chapters", 3)] = 0
    creation_time: Annotated[
        datetime | None,
        about(
            "When the recording began, without a time zone if the device states none; null if the "
            "file does not say",
            "2026-07-04T16:20:09Z",
        ),
    ] = None


class Location(Struct, frozen=True):
    """A place on earth (WGS 84)."""

    latitude: Annotated[float, Meta(ge=-90, le=90), about("Degrees north", 52.5163)]
    longitude: Annotated[float, Meta(ge=-180, le=180), about("Degrees east", 13.3777)]
    altitude: Annotated[
        Annotated[float, Meta(ge=-MAX_ALTITUDE, le=MAX_ALTITUDE)] | None,
        about("Meters above the sea; null if it is not known", 34.5),
    ] = None


FileSize = Annotated[int, about("Size of the file in bytes", 284113)]
FileOffset = Annotated[
    int, about("Where the file begins in the zip, in bytes: it is stored without compression", 1061)
]
Sha256 = Annotated[
    str,
    about(
        "SHA-256 of the file, in hexadecimal digits",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
]
PictureWidth = Annotated[int | None, about("Width in pixels; null if it is not a picture", 1600)]
PictureHeight = Annotated[int | None, about("Height in pixels; null if it is not a picture", 1230)]


class ImageFacts(Struct, frozen=True, kw_only=True):
    """What the manifest and the API say of an image."""

    index: Annotated[int, about("Number of the image, from 0", 0)]
    name: Annotated[str, about("Name of the file in the zip", "frame_000000_00-00-09.984.jpg")]
    requested_time: Annotated[
        float, about("The time that was asked for, in seconds from the first frame", 10.0)
    ]
    time: Annotated[
        float, about("The time of the frame that was taken, in seconds from the first frame", 9.984)
    ]
    width: Annotated[int, about("Width in pixels", 1920)]
    height: Annotated[int, about("Height in pixels", 1080)]
    size: FileSize
    offset: FileOffset
    sha256: Sha256
    sharpness: Annotated[
        float,
        about(
            "Variance of the Laplacian of the brightness: comparable between images of one video, "
            "and larger if more is in focus",
            412.7,
        ),
    ]


class Image(ImageFacts, frozen=True, kw_only=True):
    """An image of the video, and where it is in the zip."""

    captured_at: Annotated[
        datetime | None,
        about(
            "When the frame was captured, without a time zone if the device states none; null if "
            "the video does not say",
            "2026-07-04T16:20:18.984Z",
        ),
    ] = None
    location: Annotated[
        Location | None,
        about(
            "Where the frame was captured; null if the video does not say, or `location` was not "
            "asked for"
        ),
    ] = None
    chapter: Annotated[
        Annotated[str, Meta(max_length=MAX_TITLE)] | None,
        about("Title of the chapter that begins here, if `chapters` were asked for", "Intro"),
    ] = None


class Extra(Struct, frozen=True, kw_only=True):
    """A file that was made from the images, and where it is in the zip."""

    name: Annotated[str, about("Name of the file in the zip", CONTACT_SHEET)]
    media_type: Annotated[
        Literal["image/jpeg", "text/vtt", "text/csv", "application/json", "application/pdf"],
        about("Kind of the file", "image/jpeg"),
    ]
    size: FileSize
    offset: FileOffset
    sha256: Sha256
    width: PictureWidth = None
    height: PictureHeight = None


class Manifest(Struct, frozen=True, kw_only=True):
    """What an extraction has produced."""

    version: Annotated[Literal[1], about("Version of this format", 1)] = 1
    source: Annotated[Source, about("What the video is")]
    options: Annotated[ExtractionOptions, about("What was asked for", {"interval": 10.0})]
    images: Annotated[tuple[Image, ...], about("The images, ordered by time")]
    extras: Annotated[
        tuple[Extra, ...], about("Files made from the images, such as a contact sheet")
    ] = ()
    archive_size: Annotated[
        int | None, about("Size of the zip in bytes; null in the copy inside the zip", 1742910)
    ] = None
    dropped: Annotated[
        dict[str, int],
        about(
            "How many images were left out, by reason: `black`, `blurred` or `duplicate`",
            {"black": 2},
        ),
    ] = {}
    warnings: Annotated[
        tuple[VideoWarning, ...], about("What was unusual, such as damage of the video")
    ] = ()
    decoded_until: Annotated[
        float | None,
        about(
            "Time of the last frame that could be decoded, in seconds from the first frame; null "
            "if the video is not damaged",
            41.2,
        ),
    ] = None


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.encode(manifest)


_decoder = msgspec.json.Decoder(Manifest)


def decode(body: bytes) -> Manifest:
    """Raises msgspec.ValidationError on anything but a manifest of a known version."""
    return _decoder.decode(body)
