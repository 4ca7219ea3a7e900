"""A video's description and an image's, for tests in which most of their fields do not matter."""

from typing import Any

from stills.manifest import Image, Source


def a_source(**fields: Any) -> Source:
    """Three seconds of 640 x 360; `fields` override the defaults."""
    defaults: dict[str, Any] = {
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
    return Source(**defaults | fields)


def an_image(index: int, *, size: int, offset: int, **fields: Any) -> Image:
    """An image of `size` bytes at `offset`; `fields` override the other defaults."""
    defaults: dict[str, Any] = {
        "name": f"frame_{index:06}.jpg",
        "requested_time": float(index),
        "time": float(index),
        "width": 640,
        "height": 360,
        "sha256": f"{index:064x}",
        "sharpness": 1.0,
    }
    return Image(index=index, size=size, offset=offset, **defaults | fields)
