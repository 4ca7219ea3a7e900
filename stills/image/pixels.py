"""Converts a decoded frame to the picture as shown: upright, with square pixels, in 8-bit BGR.

FFmpeg's scaler converts the samples, because only it knows all pixel formats, color matrices and
ranges. OpenCV does all other work on pixels.
"""

import threading

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from cv2.typing import MatLike

from stills.image import hdr
from stills.image.deinterlace import deinterlaced
from stills.image.geometry import Geometry
from stills.image.transfer import TRANSFERS

Picture = MatLike
"""Height x width x BGR, 8 bits each."""

SMALL = 96, 54

UPSIDE_DOWN = 0
"""cv2.flip's code of the horizontal axis."""

UNSPECIFIED = 2
"""AVCOL_SPC_UNSPECIFIED."""

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def to_picture(frame: VideoFrame, shape: Geometry) -> Picture:
    """The frame as shown: deinterlaced, and with transparency over black as in players."""
    frame = deinterlaced(frame)
    if frame.color_trc in TRANSFERS:
        picture = hdr.tone_mapped(_convert(frame, "bgr48le"), frame.color_trc)
    elif _has_alpha(frame) and not shape.is_opaque:
        picture = _over_black(frame)
    else:
        picture = _convert(frame, "bgr24")
    if shape.aspect != 1:
        width = max(1, round(frame.width * shape.aspect))
        picture = cv2.resize(picture, (width, frame.height), interpolation=cv2.INTER_CUBIC)
    if shape.is_flipped:
        picture = cv2.flip(picture, UPSIDE_DOWN)
    return cv2.rotate(picture, _TURNS[shape.rotation]) if shape.rotation else picture


def to_small_picture(frame: VideoFrame) -> Picture:
    """The coded frame reduced to SMALL, whatever its shape: for comparisons, not for viewing."""
    return _convert(frame, "bgr24", *SMALL)


_local = threading.local()


def _convert(
    frame: VideoFrame, pixel_format: str, width: int | None = None, height: int | None = None
) -> Picture:
    if not hasattr(_local, "reformatter"):
        _local.reformatter = VideoReformatter()
    converted = _local.reformatter.reformat(
        frame, width, height, pixel_format, src_colorspace=_matrix(frame), threads=1
    )
    return np.asarray(converted.to_ndarray())


def _matrix(frame: VideoFrame) -> Colorspace | None:
    """What players assume if a stream does not say: BT.709 for HD, BT.601 below it."""
    if frame.colorspace != UNSPECIFIED:
        return None
    return Colorspace.ITU709 if frame.height >= 720 or frame.width >= 1280 else Colorspace.ITU601


def _has_alpha(frame: VideoFrame) -> bool:
    return any(component.is_alpha for component in frame.format.components)


def _over_black(frame: VideoFrame) -> Picture:
    bgra = _convert(frame, "bgra")
    alpha = cv2.cvtColor(bgra[..., 3], cv2.COLOR_GRAY2BGR)
    return cv2.multiply(bgra[..., :3], alpha, scale=1 / 255)
