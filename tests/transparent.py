"""Clips with an alpha channel that changes from frame to frame."""

from pathlib import Path
from typing import Any, Final, cast

import av
import numpy as np
from av.packet import PacketSideData
from numpy.typing import NDArray

WIDTH, HEIGHT = 320, 96
ADDITION: Final = "matroska_block_additional"
STRIPE = 8
"""Pixels that become opaque with each frame, from the left."""


def make_transparent(
    path: Path, codec: str, pixel_format: str, *, frames: int = 30, gop: int = 10
) -> Path:
    """A clip of 10 frames per second. Its container follows from the suffix of the path."""
    with av.open(str(path), "w") as container:
        stream = cast(av.VideoStream, container.add_stream(codec, rate=10))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        stream.gop_size = gop
        if codec.startswith("libvpx"):
            stream.codec_context.options = {"auto-alt-ref": "0", "deadline": "realtime"}
            stream.codec_context.thread_count = 1
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(_picture(number), format="rgba")
            frame.pts = number
            container.mux(stream.encode(frame.reformat(format=pixel_format)))
        container.mux(stream.encode())
    return path


def with_alpha_of(color: Path, alpha: Path, into: Path) -> Path:
    """A copy of a WebM clip with the alpha channel of another clip of the same frames."""
    with (
        av.open(str(color)) as first,
        av.open(str(alpha)) as second,
        av.open(str(into), "w") as out,
    ):
        stream = out.add_stream_from_template(first.streams.video[0])
        stream.metadata["alpha_mode"] = "1"
        for packet, other in zip(first.demux(video=0), second.demux(video=0), strict=True):
            if packet.size:
                addition = PacketSideData.from_packet(cast(Any, other), ADDITION)
                addition.to_packet(cast(Any, packet))
                packet.stream = stream
                out.mux(packet)
    return into


def opaque_stripes(image: NDArray[np.uint8]) -> int:
    """How many stripes are opaque in an image with an alpha channel, height x width x 4."""
    row = image[HEIGHT // 2, STRIPE // 2 :: STRIPE, 3]
    assert set(row.tolist()) <= {*range(16), *range(240, 256)}
    return int(np.count_nonzero(row > 127))


def _picture(number: int) -> NDArray[np.uint8]:
    picture = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    picture[..., :3] = 180, 120, 60
    picture[:, : STRIPE * (number + 1), 3] = 255
    return picture
