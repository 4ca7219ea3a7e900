"""What the samples of a frame are. Knowing it needs no pixels, so this module imports neither
OpenCV nor NumPy."""

from av.video.frame import VideoFrame


def depth(frame: VideoFrame) -> int:
    """The bits of a sample."""
    return max(component.bits for component in frame.format.components)


def has_alpha(frame: VideoFrame) -> bool:
    return any(component.is_alpha for component in frame.format.components)
