"""The pixel aspect ratio of frames, which may change within a video.

A container may state the ratio, and the frames carry one of their own. If the container's differs
from that of the first frame, it is valid for all frames, as in the ffmpeg command. Otherwise each
frame has its own.
"""

from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import VideoFrame

FOLLOWING_FRAMES = {"mpegts", "mpeg", "flv", "h264", "hevc", "mpegvideo", "m4v"}
"""Formats that cannot state a ratio. What FFmpeg says about them is that of some early frame."""

PRECISION = 1000


class PixelAspects:
    """Tells the pixel aspect ratio of each frame. `stated` is that of the container, None if it
    states none, `first` is the first frame, and `decoded` the ratio that its decoder knew after
    returning it.

    A decoder knows only the ratio of the frame that it decoded last, and it may return frames much
    later. So as soon as there are several ratios, the frame is asked."""

    def __init__(
        self, format_name: str, stated: Fraction | None, first: VideoFrame, decoded: Fraction | None
    ) -> None:
        self._known: tuple[Fraction, ...] = ()
        self._fixed: Fraction | None = None
        if stated is not None and format_name not in FOLLOWING_FRAMES:
            self._known = (stated,)
            if self.of(first, decoded) != stated:
                self._fixed = stated

    def of(self, picture: VideoFrame, decoded: Fraction | None) -> Fraction:
        """The ratio of a frame, whose decoder knew the ratio `decoded` after returning it."""
        if self._fixed is not None:
            return self._fixed
        latest = decoded or Fraction(1)
        if latest not in self._known:
            self._known = (*self._known, latest)
        if len(self._known) == 1:
            return latest
        own = _aspect_of(picture)
        return latest if own is None else min(self._known, key=lambda known: abs(known - own))


def _aspect_of(picture: VideoFrame) -> Fraction | None:
    """Roughly, the ratio that a frame carries; None if its pixel format cannot be filtered. PyAV
    does not give it, but the expressions of FFmpeg's scaler can use it."""
    graph = Graph()
    graph.threads = 1
    filters = (
        (
            "buffer",
            f"video_size={picture.width}x{picture.height}:pix_fmt={picture.format.name}"
            ":time_base=1/1000"
            f":colorspace={int(picture.colorspace)}:range={int(picture.color_range)}",
        ),
        ("crop", "w=min(iw\\,8):h=min(ih\\,8)"),
        ("scale", f"w=max(1\\,{PRECISION}*sar):h=8:eval=frame:flags=neighbor"),
        ("buffersink", None),
    )
    try:
        graph.link_nodes(*(graph.add(name, how) for name, how in filters)).configure()
        graph.vpush(picture)
        return Fraction(graph.vpull().width, PRECISION)
    except av.MemoryError:
        raise
    except av.FFmpegError:
        return None
