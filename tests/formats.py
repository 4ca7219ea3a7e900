"""Clips of formats beside the usual containers, as arguments of the `clip` fixture."""

from typing import Any

FAST_AV1 = {"codec": "libsvtav1", "options": {"preset": "12"}}
QUIET_HEVC = {"codec": "libx265", "options": {"x265-params": "log-level=0"}}

FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "H.264 stream": ("h264", {}),
    "H.265 stream": ("hevc", QUIET_HEVC),
    "MPEG-1 stream": ("m1v", {"codec": "mpeg1video", "options": {"bf": "2"}}),
    "MPEG-2 stream": ("m2v", {"codec": "mpeg2video", "options": {"bf": "2"}}),
    "AV1 stream": ("obu", FAST_AV1),
    "Motion JPEG": ("mjpeg", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
    "IVF, VP9": ("ivf", {"codec": "libvpx-vp9"}),
    "IVF, AV1": ("ivf", FAST_AV1),
    "Y4M": ("y4m", {"codec": "wrapped_avframe"}),
    "DV": ("dv", {"codec": "dvvideo", "width": 720, "height": 576}),
    "MXF, MPEG-2": ("mxf", {"codec": "mpeg2video", "options": {"bf": "2"}}),
    "MXF, H.264": ("mxf", {}),
    "GIF": ("gif", {"codec": "gif", "pixel_format": "rgb8"}),
    "animated PNG": ("apng", {"codec": "apng", "pixel_format": "rgb24"}),
}
"""Each at 25 frames per second, which is also the rate that is assumed of those without times."""
