"""Interlaced frames hold two moments, in odd and even lines: shows the one of the even lines."""

import cv2
import numpy as np
from cv2.typing import MatLike

COMBING = 12
"""How far, of 255, a line must stick out from both its neighbours."""


def without_combing(picture: MatLike) -> MatLike:
    """Replaces the pixels of every other line that stick out from both neighbours alike, as two
    fields of a moving picture do, by the neighbours' mean; what stands still keeps its detail."""
    if picture.shape[0] < 3:
        return picture
    above, line, below = picture[:-2:2], picture[1:-1:2], picture[2::2]
    mean = cv2.addWeighted(above, 0.5, below, 0.5, 0)
    sticks_out = cv2.min(cv2.absdiff(line, above), cv2.absdiff(line, below))
    combed = sticks_out > np.maximum(cv2.absdiff(above, below), COMBING)
    smooth = picture.copy()
    smooth[1:-1:2] = np.where(combed, mean, line)
    return smooth
