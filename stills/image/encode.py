"""Encodes pictures to image files."""

import hashlib
from dataclasses import dataclass

import cv2
from cv2.typing import MatLike

from stills.errors import UnsupportedSize
from stills.options import MAX_WEBP_SIDE, ExtractionOptions

MAX_SIDE = {"jpg": 65_500, "png": 65_500, "webp": MAX_WEBP_SIDE}
"""The largest width and height for each format, in pixels."""

MAX_PIXELS = 16_384 * 16_384
"""In one image."""

PNG_COMPRESSION = 3
"""Of 9. A higher level takes several times as long and saves a few percent."""


@dataclass(frozen=True)
class EncodedImage:
    """An image file. `width` and `height` are in pixels."""

    data: bytes
    width: int
    height: int
    sha256: str


def encode(picture: MatLike, options: ExtractionOptions) -> EncodedImage:
    """Encodes a picture in the format and quality (1 to 100, as in libjpeg) of the options.

    The size must have passed `check_size`. Raises MemoryError."""
    parameters = {
        "jpg": [cv2.IMWRITE_JPEG_QUALITY, options.quality],
        "png": [cv2.IMWRITE_PNG_COMPRESSION, PNG_COMPRESSION],
        "webp": [cv2.IMWRITE_WEBP_QUALITY, options.quality],
    }[options.format]
    encoded, content = cv2.imencode(f".{options.format}", picture, parameters)
    if not encoded:  # OpenCV does not say why, but nothing else is left
        raise MemoryError
    data = content.tobytes()
    height, width = picture.shape[:2]
    return EncodedImage(data, width, height, hashlib.sha256(data).hexdigest())


def check_size(width: int, height: int, options: ExtractionOptions) -> None:
    """Raises UnsupportedSize if a picture of this size cannot be encoded in the format of the
    options."""
    if max(width, height) > MAX_SIDE[options.format] or width * height > MAX_PIXELS:
        raise UnsupportedSize(
            f"An image would have {width:,} x {height:,} pixels, which is too large for "
            f"{options.format}."
        )
