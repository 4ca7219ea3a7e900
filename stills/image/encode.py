"""Encodes pictures to image files."""

import hashlib
from dataclasses import dataclass

import cv2
from cv2.typing import MatLike

from stills.options import ExtractionOptions

SIDE = 16_383
"""The largest width and height, in pixels, that every format allows."""

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
    """Encodes a picture in the format and quality (1 to 100, as in libjpeg) of the options."""
    parameters = {
        "jpg": [cv2.IMWRITE_JPEG_QUALITY, options.quality],
        "png": [cv2.IMWRITE_PNG_COMPRESSION, PNG_COMPRESSION],
        "webp": [cv2.IMWRITE_WEBP_QUALITY, options.quality],
    }[options.format]
    encoded, content = cv2.imencode(f".{options.format}", picture, parameters)
    if not encoded:  # OpenCV does not say why
        if max(picture.shape[:2]) <= SIDE:
            raise MemoryError
        raise ValueError(f"the picture cannot be encoded as {options.format}")
    data = content.tobytes()
    height, width = picture.shape[:2]
    return EncodedImage(data, width, height, hashlib.sha256(data).hexdigest())
