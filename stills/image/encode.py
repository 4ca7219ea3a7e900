"""Encodes pictures to image files."""

import hashlib
import struct
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from stills.capture.capture import UNKNOWN, Capture
from stills.errors import UnsupportedSize
from stills.image import avif, exif, tiff
from stills.image.alpha import is_transparent
from stills.image.color import SDR, Color
from stills.image.deep import WHITE, scaled
from stills.options import MAX_WEBP_SIDE, ExtractionOptions
from stills.sink import MAX_FILE

MAX_SIDE = {
    "jpg": 65_500,
    "png": 65_500,
    "webp": MAX_WEBP_SIDE,
    "avif": 32_768,
    "tiff": 65_500,
}
"""The largest width and height for each format, in pixels."""

MAX_PIXELS = 16_384 * 16_384
"""In one image."""

PNG_COMPRESSION = 3
"""Of 9. A higher level takes several times as long and saves a few percent."""


AVIF_SPEED = 9
"""Of 10. Level 8 takes four times as long and saves 10 percent."""

_ALPHA = [tiff.entry(338, tiff.SHORT, struct.pack("<H", 2))]
"""ExtraSamples: colors are not multiplied by alpha. OpenCV does not write it."""

RGB, FULL_RANGE = 0, 1
"""Matrix and range of a PNG in ITU-T H.273."""


@dataclass(frozen=True)
class EncodedImage:
    """An image file. `width` and `height` are in pixels."""

    data: bytes
    width: int
    height: int
    sha256: str


def encode(
    picture: MatLike,
    options: ExtractionOptions,
    color: Color = SDR,
    capture: Capture = UNKNOWN,
) -> EncodedImage:
    """Encodes a picture in the format and quality (1 to 100, as in libjpeg) of the options. Only
    png, tiff and avif can have 16 bits, and only these and webp alpha.

    The size must have passed `check_size`. Raises MemoryError, and UnsupportedSize if the file is
    too large."""
    parameters = {
        "jpg": [cv2.IMWRITE_JPEG_QUALITY, options.quality],
        "png": [cv2.IMWRITE_PNG_COMPRESSION, PNG_COMPRESSION],
        "webp": [cv2.IMWRITE_WEBP_QUALITY, options.quality],
        "avif": [cv2.IMWRITE_AVIF_SPEED, AVIF_SPEED, cv2.IMWRITE_AVIF_QUALITY, options.quality],
        "tiff": [],
    }[options.format]
    if options.format == "avif" and picture.dtype == np.uint16:
        depth = 10 if color.depth <= 10 else 12
        parameters += [cv2.IMWRITE_AVIF_DEPTH, depth]
        picture = scaled(picture, (2**depth - 1) / WHITE)
    metadata = exif.directories(capture)
    blocks = _blocks(options, color, exif.block(metadata))
    encoded, content = cv2.imencodeWithMetadata(
        f".{options.format}", picture, list(blocks), list(blocks.values()), parameters
    )
    if not encoded:  # OpenCV does not say why, but nothing else is left
        raise MemoryError
    data = content.tobytes()
    if options.format == "avif":
        data = avif.with_color(data, color)
    if options.format == "tiff":
        data = tiff.with_entries(data, _ALPHA if is_transparent(picture) else [], metadata)
    if len(data) > MAX_FILE:
        raise UnsupportedSize(f"An image would have {len(data):,} bytes, which is too large.")
    height, width = picture.shape[:2]
    return EncodedImage(data, width, height, hashlib.sha256(data).hexdigest())


def _blocks(options: ExtractionOptions, color: Color, exif: bytes) -> dict[int, MatLike]:
    """The metadata that OpenCV writes, by kind."""
    blocks = {cv2.IMAGE_METADATA_EXIF: exif if options.format != "tiff" else b""}
    if options.format == "png" and color.transfer is not None:
        blocks[cv2.IMAGE_METADATA_CICP] = bytes([color.primaries, color.transfer, RGB, FULL_RANGE])
    return {kind: np.frombuffer(block, np.uint8) for kind, block in blocks.items() if block}


def check_size(width: int, height: int, options: ExtractionOptions) -> None:
    """Raises UnsupportedSize if a picture of this size cannot be encoded in the format of the
    options."""
    if max(width, height) > MAX_SIDE[options.format] or width * height > MAX_PIXELS:
        raise UnsupportedSize(
            f"An image would have {width:,} x {height:,} pixels, which is too large for "
            f"{options.format}."
        )
