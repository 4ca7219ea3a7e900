"""Descriptions of a video and of an image, for tests that depend on few of their fields."""

from typing import Any

from stills.manifest import Image, Source


def a_source(**fields: Any) -> Source:
    """A video of three seconds and 640 x 360 pixels, with `fields` replaced."""
    usual: dict[str, Any] = {
        "container": "mov",
        "codec": "h264",
        "width": 640,
        "height": 360,
        "display_width": 640,
        "display_height": 360,
        "rotation": 0,
        "duration": 3.0,
        "frame_rate": 25.0,
        "hdr": False,
    }
    return Source(**usual | fields)


def an_image(index: int, *, size: int, offset: int, **fields: Any) -> Image:
    """An image of `size` bytes at `offset`, with `fields` replaced."""
    usual: dict[str, Any] = {
        "name": f"frame_{index:06}.jpg",
        "requested_time": float(index),
        "time": float(index),
        "width": 640,
        "height": 360,
        "sha256": f"{index:064x}",
        "sharpness": 1.0,
    }
    return Image(index=index, size=size, offset=offset, **usual | fields)
