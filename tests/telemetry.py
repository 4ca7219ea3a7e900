"""Telemetry as GoPro cameras write it (GPMF), and clips that have it, or the captions of drones."""

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

GPS5_SCALES = (10_000_000, 10_000_000, 1000, 1000, 100)
GPS9_SCALES = (10_000_000, 10_000_000, 1000, 1000, 100, 1, 1000, 100, 1)
MILLISECOND = Fraction(1, 1000)

Place = tuple[float, float, float]
"""Degrees north and east, and meters."""


def entry(key: bytes, kind: bytes, size: int, data: bytes) -> bytes:
    """An entry of structures of this size, padded to four bytes."""
    header = struct.pack(">4ssBH", key, kind, size, len(data) // size)
    return header + data + bytes(-len(data) % 4)


def nested(key: bytes, *entries: bytes) -> bytes:
    return entry(key, b"\0", 1, b"".join(entries))


def payload(*streams: bytes) -> bytes:
    """A packet, with a stream of something else before those given."""
    other = nested(
        b"STRM", entry(b"STNM", b"c", 1, b"Accelerometer"), entry(b"ACCL", b"s", 6, bytes(24))
    )
    name = entry(b"DVNM", b"c", 1, b"Hero")
    return nested(b"DEVC", entry(b"DVID", b"L", 4, bytes(4)), name, other, *streams)


def gps5(places: Sequence[Place], *, fix: int = 3, dilution: int = 150) -> bytes:
    samples = [_scaled((*place, 1.5, 1.5), GPS5_SCALES) for place in places]
    return nested(
        b"STRM",
        entry(b"STNM", b"c", 1, b"GPS (Lat., Long., Alt., 2D speed, 3D speed)"),
        entry(b"GPSF", b"L", 4, struct.pack(">I", fix)),
        entry(b"GPSU", b"U", 16, b"230428175217.000"),
        entry(b"GPSP", b"S", 2, struct.pack(">H", dilution)),
        entry(b"SCAL", b"l", 4, struct.pack(">5i", *GPS5_SCALES)),
        entry(b"GPS5", b"l", 20, b"".join(struct.pack(">5i", *sample) for sample in samples)),
    )


def gps9(places: Sequence[Place], *, fix: int = 3, dilution: float = 1.5) -> bytes:
    rows = [
        _scaled((*place, 1.5, 1.5, 8518, 64_337, dilution, fix), GPS9_SCALES) for place in places
    ]
    return nested(
        b"STRM",
        entry(b"SCAL", b"l", 4, struct.pack(">9i", *GPS9_SCALES)),
        entry(b"TYPE", b"c", 1, b"lllllllSS"),
        entry(b"GPS9", b"?", 32, b"".join(struct.pack(">7i2H", *row) for row in rows)),
    )


def _scaled(values: Sequence[float], scales: Sequence[int]) -> list[int]:
    return [round(value * scale) for value, scale in zip(values, scales, strict=True)]


def clip_with(path: Path, codec: str, packets: Sequence[bytes]) -> Path:
    """A clip of ten frames per second, with a packet of another track for each of its seconds:
    `bin_data` for telemetry, or `mov_text` for captions."""
    with av.open(str(path), "w") as container:
        container.metadata["location"] = "+10.0000+020.0000/"
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        video.codec_context.thread_count = 1  # on a loaded machine, threads wait for each other
        is_data = codec == "bin_data"
        beside = container.add_data_stream(codec) if is_data else container.add_mux_stream(codec)
        beside.time_base = MILLISECOND
        for number in range(10 * len(packets)):
            if number % 10 == 0:
                container.mux(_packet(beside, number // 10, packets[number // 10]))
            picture = np.full((64, 64, 3), number, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode())
    return path


def _packet(stream: Any, second: int, data: bytes) -> "av.Packet[Any]":
    packet: av.Packet[Any] = av.Packet(data)
    packet.stream, packet.time_base = stream, MILLISECOND
    packet.pts = packet.dts = 1000 * second
    packet.duration = 1000
    return packet


def caption(text: str) -> bytes:
    """A sample of a track of text (3GPP TS 26.245)."""
    data = text.encode()
    return len(data).to_bytes(2) + data
