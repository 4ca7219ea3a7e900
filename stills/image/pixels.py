"""Converts a decoded frame to the picture as shown: upright, with square pixels, in 8-bit BGR; or,
if wanted, with an alpha channel, or in 16 bits with the video's own values."""

import cv2
from av.video.frame import VideoFrame
from cv2.typing import MatLike

from stills.image import hdr
from stills.image.alpha import over_black, resized
from stills.image.convert import to_array
from stills.image.deep import in_bytes, to_deep_picture
from stills.image.deinterlace import deinterlaced
from stills.image.geometry import Geometry
from stills.image.samples import depth, has_alpha
from stills.image.transfer import TRANSFERS

Picture = MatLike
"""Height x width x BGR, 8 bits each, or whatever else `to_picture` is asked for."""

SMALL = 96, 54

UPSIDE_DOWN = 0
"""cv2.flip's code of the horizontal axis."""

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def to_picture(
    frame: VideoFrame, shape: Geometry, *, alpha: bool = False, tone_map: bool = True
) -> Picture:
    """The frame as shown, deinterlaced. Transparency is over black, as in players, unless `alpha`
    asks for BGRA; only frames that have alpha then give it. Without `tone_map`, HDR keeps its
    values, and frames of more than 8 bits give 16."""
    frame = deinterlaced(frame)
    is_transparent = has_alpha(frame) and not shape.is_opaque
    picture = _samples(frame, is_transparent, tone_map)
    if is_transparent and not alpha:
        picture = over_black(picture)
    return _upright(picture, shape)


def to_small_picture(frame: VideoFrame) -> Picture:
    """The coded frame reduced to SMALL, whatever its shape: for comparisons, not for viewing."""
    return to_array(frame, "bgr24", *SMALL)


def _samples(frame: VideoFrame, is_transparent: bool, tone_map: bool) -> Picture:
    if not tone_map and depth(frame) > 8:
        picture = to_deep_picture(frame)
        return picture if is_transparent else picture[..., :3]
    if not tone_map or frame.color_trc not in TRANSFERS:
        return to_array(frame, "bgra" if is_transparent else "bgr24")
    picture = to_array(frame, "bgra64le" if is_transparent else "bgr48le")
    mapped = hdr.tone_mapped(picture[..., :3], frame.color_trc)
    return cv2.merge([mapped, in_bytes(picture[..., 3])]) if is_transparent else mapped


def _upright(picture: Picture, shape: Geometry) -> Picture:
    picture = _without_margins(picture, shape)
    if shape.aspect != 1:
        height, width = picture.shape[:2]
        picture = resized(picture, (max(1, round(width * shape.aspect)), height), cv2.INTER_CUBIC)
    if shape.is_flipped:
        picture = cv2.flip(picture, UPSIDE_DOWN)
    return cv2.rotate(picture, _TURNS[shape.rotation]) if shape.rotation else picture


def _without_margins(picture: Picture, shape: Geometry) -> Picture:
    height, width = picture.shape[:2]
    size = shape.kept_size(width, height)
    if size == (width, height):
        return picture
    left, top = shape.margins[:2]
    return picture[top : top + size[1], left : left + size[0]]
