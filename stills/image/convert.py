"""Converts the samples of a frame with FFmpeg's scaler, which knows all pixel formats, color
matrices and ranges."""

import threading

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from cv2.typing import MatLike

UNSPECIFIED = 2
"""AVCOL_SPC_UNSPECIFIED."""

_COMPONENTS = {"gray": 1, "bgr24": 3, "bgra": 4, "bgr48le": 3, "bgra64le": 4}
_SAMPLES = {"bgr48le": "<u2", "bgra64le": "<u2"}

_local = threading.local()


def to_array(
    frame: VideoFrame, pixel_format: str, width: int | None = None, height: int | None = None
) -> MatLike:
    """The samples of a packed pixel format: height x width x components."""
    plane = converted(frame, pixel_format, width, height).planes[0]
    samples = np.frombuffer(memoryview(plane), _SAMPLES.get(pixel_format, "u1"))
    rows = samples.reshape(plane.height, -1)
    components = _COMPONENTS[pixel_format]
    return rows[:, : plane.width * components].reshape(plane.height, plane.width, components)


def converted(
    frame: VideoFrame, pixel_format: str, width: int | None = None, height: int | None = None
) -> VideoFrame:
    """The frame in another pixel format, and in another size if one is given."""
    if not hasattr(_local, "reformatter"):
        _local.reformatter = VideoReformatter()
    reformatter: VideoReformatter = _local.reformatter
    return reformatter.reformat(
        frame, width, height, pixel_format, src_colorspace=_matrix(frame), threads=1
    )


def assumed_matrix(frame: VideoFrame) -> Colorspace:
    """What players assume if a stream does not say: BT.709 for HD, BT.601 below it."""
    return Colorspace.ITU709 if frame.height >= 720 or frame.width >= 1280 else Colorspace.ITU601


def _matrix(frame: VideoFrame) -> Colorspace | None:
    return assumed_matrix(frame) if frame.colorspace == UNSPECIFIED else None
