"""Makes video clips whose frames both people and programs can tell apart.

Each picture shows a moving landscape with the frame's number and time. A row of black and white
blocks at the bottom encodes the number again. `read_counter` reads it from an extracted image,
however the image was scaled or compressed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import cv2
import numpy as np

from local.scene import Picture, Scene

COUNTER_BITS = 16
SYNC = (1, 0)
"""The row begins and ends with these blocks; mirrored, it does not begin with them."""

MICROSECOND = Fraction(1, 1_000_000)


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How a clip is encoded. `options` go to the encoder and `container_options` to the muxer.
    `color` sets attributes of the codec context, such as `colorspace`. `rotation` is in degrees
    clockwise and `pixel_aspect` is width divided by height; the coded picture is turned and scaled
    the other way, so that players show it upright and undistorted."""

    codec: str = "libx264"
    gop: int = 250
    pixel_format: str = "yuv420p"
    rotation: int = 0
    pixel_aspect: Fraction = Fraction(1)
    options: dict[str, str] | None = None
    container_options: dict[str, str] | None = None
    color: dict[str, int] | None = None


def make_clip(
    path: Path,
    *,
    seconds: float = 6,
    rate: Fraction | int = 25,
    width: int = 640,
    height: int = 360,
    times: Sequence[Fraction] | None = None,
    **encoding: Any,
) -> Path:
    """Writes a clip to `path`, whose suffix chooses the container, and returns the path.

    `width` and `height` are those of the picture that players show. For a variable frame rate,
    `times` gives each frame's presentation time in seconds. `encoding` are fields of Encoding.
    """
    how = Encoding(**encoding)
    rate, tick = Fraction(rate), MICROSECOND
    if times is None:
        times, tick = [number / rate for number in range(round(seconds * rate))], 1 / rate
    with av.open(str(path), "w", container_options=how.container_options or {}) as container:
        stream = _add_stream(container, how, rate, _coded_size(width, height, how))
        stream.codec_context.time_base = tick
        scene = Scene(width, height)
        for number, time in enumerate(times):
            picture = _as_coded(draw_counter(scene.draw(number, time), number), how)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.time_base = tick
            frame.pts = round(time / tick)
            container.mux(stream.encode(_to_pixel_format(frame, how)))
        container.mux(stream.encode())
    return path


def draw_counter(picture: Picture, number: int) -> Picture:
    """Draws the number's row of blocks across the bottom of the picture, in place."""
    bits = (*SYNC, *(number >> bit & 1 for bit in range(COUNTER_BITS)), *SYNC)
    height, width = picture.shape[:2]
    for place, bit in enumerate(bits):
        left, right = width * place // len(bits), width * (place + 1) // len(bits)
        picture[height - height // 10 :, left:right] = 255 * bit
    return picture


def read_counter(image: Picture) -> int:
    """Returns the number of the frame that an image (height x width x BGR) shows. Raises ValueError
    if the image has no readable counter."""
    height, width = image.shape[:2]
    blocks = COUNTER_BITS + 2 * len(SYNC)
    row = image[height - height // 20 - 1].mean(axis=1)
    bits = [int(row[width * (2 * place + 1) // (2 * blocks)] > 127) for place in range(blocks)]
    if (*bits[:2], *bits[-2:]) != (*SYNC, *SYNC):
        raise ValueError("the image shows no frame counter")
    return sum(bit << place for place, bit in enumerate(bits[2:-2]))


def _coded_size(width: int, height: int, how: Encoding) -> tuple[int, int]:
    if how.rotation % 180:
        width, height = height, width
    return round(width / how.pixel_aspect), height


def _as_coded(picture: Picture, how: Encoding) -> Picture:
    coded = np.rot90(picture, how.rotation // 90)
    width, height = _coded_size(picture.shape[1], picture.shape[0], how)
    return cv2.resize(coded, (width, height)).astype(np.uint8)


def _to_pixel_format(frame: av.VideoFrame, how: Encoding) -> av.VideoFrame:
    color = how.color or {}
    return frame.reformat(
        format=how.pixel_format,
        dst_colorspace=color.get("colorspace"),
        dst_color_range=color.get("color_range"),
    )


def _add_stream(
    container: av.container.OutputContainer, how: Encoding, rate: Fraction, size: tuple[int, int]
) -> av.VideoStream:
    stream = cast(
        av.VideoStream, container.add_stream(how.codec, rate=rate, options=how.options or {})
    )
    stream.width, stream.height = size
    stream.pix_fmt = how.pixel_format
    stream.gop_size = how.gop
    if how.codec == "libvpx":  # its threads wait in a busy loop, on a loaded machine for minutes
        stream.codec_context.thread_count = 1
    stream.codec_context.sample_aspect_ratio = how.pixel_aspect
    for attribute, value in (how.color or {}).items():
        setattr(stream.codec_context, attribute, value)
    if how.rotation:
        stream.set_display_rotation(-how.rotation)
    return stream
