"""Converts a decoded frame to the picture as shown: upright, with square pixels, in 8-bit BGR; or,
if wanted, with an alpha channel, or in 16 bits with the video's own values."""

import cv2
import numpy as np
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
from stills.planning.crop import Region

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


def to_small_picture(frame: VideoFrame, shape: Geometry) -> Picture:
    """The wanted part of the coded frame reduced to SMALL, whatever its shape: for comparisons, not
    for viewing."""
    wanted = shape.wanted(frame.width, frame.height)
    if wanted.size == (frame.width, frame.height):
        return to_array(frame, "bgr24", *SMALL)
    scale = max(SMALL[0] / wanted.size[0], SMALL[1] / wanted.size[1])
    width, height = (max(1, round(side * min(scale, 1))) for side in (frame.width, frame.height))
    reduced = _cut(to_array(frame, "bgr24", width, height), shape.wanted(width, height))
    return cv2.resize(reduced, SMALL, interpolation=cv2.INTER_AREA)


def to_gray(frame: VideoFrame, shape: Geometry) -> MatLike:
    """The luma of the wanted part of the coded frame, 8 bits each."""
    gray = np.asarray(frame.reformat(format="gray").to_ndarray(), np.uint8)
    return _cut(gray, shape.wanted(frame.width, frame.height))


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
    height, width = picture.shape[:2]
    picture = _cut(picture, shape.kept(width, height))
    if shape.aspect != 1:
        height, width = picture.shape[:2]
        picture = resized(picture, (max(1, round(width * shape.aspect)), height), cv2.INTER_CUBIC)
    if shape.is_flipped:
        picture = cv2.flip(picture, UPSIDE_DOWN)
    if shape.rotation:
        picture = cv2.rotate(picture, _TURNS[shape.rotation])
    height, width = picture.shape[:2]
    return _cut(picture, shape.part.of(width, height))


def _cut(picture: Picture, region: Region) -> Picture:
    return picture[region.top : region.bottom, region.left : region.right]
