"""Pictures with an alpha channel: BGRA, where the colors are not multiplied by alpha."""

import cv2
import numpy as np
from cv2.typing import MatLike

CHANNELS = 4


def is_transparent(picture: MatLike) -> bool:
    """Whether it has an alpha channel."""
    return bool(picture.shape[2] == CHANNELS)


def over_black(picture: MatLike) -> MatLike:
    """BGR, as players show it."""
    alpha = cv2.cvtColor(picture[..., 3], cv2.COLOR_GRAY2BGR)
    return cv2.multiply(picture[..., :3], alpha, scale=1 / _opaque(picture))


def resized(picture: MatLike, size: tuple[int, int], interpolation: int) -> MatLike:
    """As `cv2.resize`, but each color counts as much as it is opaque: otherwise the colors of
    transparent pixels, often black, would be seen at edges."""
    if not is_transparent(picture):
        return cv2.resize(picture, size, interpolation=interpolation)
    opaque = _opaque(picture)
    weighted = picture.astype(np.float32)
    weighted[..., :3] *= weighted[..., 3:] / np.float32(opaque)
    scaled = np.asarray(cv2.resize(weighted, size, interpolation=interpolation), np.float32)
    alpha = np.clip(scaled[..., 3:], 0, opaque)
    color = scaled[..., :3] * (opaque / np.maximum(alpha, 0.5))
    both = np.concatenate([color, alpha], axis=2)
    rounded: MatLike = np.rint(np.clip(both, 0, opaque)).astype(picture.dtype)
    return rounded


def _opaque(picture: MatLike) -> int:
    """The largest value of alpha."""
    return 255 if picture.dtype == np.uint8 else 65_535
