"""Deinterlaces frames. An interlaced frame has two moments, in its odd and its even lines; the
result shows the earlier one.

FFmpeg's yadif filter does it from one frame alone, because the neighboring frames may not have been
decoded. From the lines of the other field it keeps what fits between those of the first.
"""

import av
from av.filter import Graph
from av.video.frame import VideoFrame

MIN_SIDE = 3
"""Pixels. The filter does not accept less."""


def deinterlaced(frame: VideoFrame) -> VideoFrame:
    """A progressive frame of the same size, time and color. Progressive frames are returned as they
    are, and so are those that the filter cannot process, which are too small or of a rare pixel
    format. Every frame needs a filter graph of its own, because a graph ends with its input."""
    if not frame.interlaced_frame or min(frame.width, frame.height) < MIN_SIDE:
        return frame
    try:
        result = _filtered(frame)
    except av.MemoryError:
        raise
    except av.FFmpegError:
        return frame
    result.pts = frame.pts
    if frame.time_base is not None:
        result.time_base = frame.time_base
    return result


def _filtered(frame: VideoFrame) -> VideoFrame:
    graph = Graph()
    graph.threads = 1
    source = graph.add("buffer", _parameters(frame))
    yadif = graph.add("yadif", "mode=send_frame")
    source.link_to(yadif)
    yadif.link_to(graph.add("buffersink"))
    graph.configure()
    graph.vpush(frame)
    graph.vpush(None)
    return graph.vpull()


def _parameters(frame: VideoFrame) -> str:
    """They include matrix and range. Without these, FFmpeg would change the colors of packed pixel
    formats, which it unpacks first."""
    return (
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1000:"
        f"colorspace={int(frame.colorspace)}:range={int(frame.color_range)}"
    )
