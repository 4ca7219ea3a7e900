"""What a picture looks like: for measuring, and for extras."""

import numpy as np
from cv2.typing import MatLike

from stills.image import hdr
from stills.image.alpha import is_transparent, over_black
from stills.image.color import Color
from stills.image.deep import WHITE, in_bytes


def as_shown(picture: MatLike, color: Color) -> MatLike:
    """The picture in 8-bit BGR, without alpha, and with HDR tone-mapped."""
    if is_transparent(picture):
        picture = over_black(picture)
    if color.transfer is not None:
        is_deep = picture.dtype == np.uint16
        deep = picture if is_deep else picture.astype(np.uint16) * (WHITE // 255)
        return hdr.tone_mapped(deep, color.transfer)
    return in_bytes(picture) if picture.dtype == np.uint16 else picture
