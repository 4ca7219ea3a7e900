"""Writes light as a phone's HDR video: 10-bit HEVC, BT.2020, in PQ or HLG.

The transfer functions are implemented here again, from the standards and in the other direction, so
that a mistake in those of Stills would show.
"""

from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from bench.hdr.chart import Light

WHITE, PEAK = 203, 1000
"""cd/m2."""

Signal = NDArray[np.float64]
"""... x RGB, from 0 to 1, non-linear."""

BT2020_PRIMARIES = 9
TRANSFERS = {"PQ": 16, "HLG": 18}

TO_BT2020 = np.array(
    [[0.627404, 0.329283, 0.043313], [0.069097, 0.919540, 0.011362], [0.016391, 0.088013, 0.895595]]
)
"""From the primaries of BT.709 (ITU-R BT.2087)."""

LUMA = np.array([0.2627, 0.6780, 0.0593])


def pq(light: Light) -> Signal:
    """The inverse EOTF of SMPTE ST 2084."""
    power = (np.maximum(light, 0) * WHITE / 10_000) ** 0.1593017578125
    return np.asarray(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def hlg(light: Light) -> Signal:
    """ITU-R BT.2100: the inverse OOTF for a display of PEAK cd/m2, then the OETF."""
    shown = np.maximum(light, 0) * WHITE / PEAK
    luminance = np.maximum(shown @ LUMA, 1e-9)[..., None]
    seen = shown * luminance ** (1 / 1.2 - 1)
    bright = 0.17883277 * np.log(np.maximum(12 * seen - 0.28466892, 1e-9)) + 0.55991073
    return np.asarray(np.clip(np.where(seen <= 1 / 12, np.sqrt(3 * seen), bright), 0, 1))


def write(path: Path, light: Light, transfer: str, frames: int = 5) -> Path:
    """`light` is height x width x RGB, of even sides. `transfer` is one of TRANSFERS."""
    signal = (pq if transfer == "PQ" else hlg)(light @ TO_BT2020.T)
    frame = av.VideoFrame.from_ndarray(_yuv420p10(signal), format="yuv420p10le")
    with av.open(str(path), "w") as container:
        options = {"crf": "4", "preset": "fast", "x265-params": "log-level=none"}
        stream = container.add_stream("libx265", 25, options=options)
        stream.height, stream.width = light.shape[:2]
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_primaries = BT2020_PRIMARIES
        context.color_trc = TRANSFERS[transfer]
        context.colorspace = Colorspace.BT2020
        context.color_range = ColorRange.MPEG
        for number in range(frames):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _yuv420p10(signal: Signal) -> NDArray[np.uint16]:
    """The planes, one below the other, in limited range (non-constant luminance of BT.2020)."""
    height, width = signal.shape[:2]
    luma = signal @ LUMA
    half = (height // 2, 2, width // 2, 2)
    chroma = [
        ((signal[..., channel] - luma) / (2 - 2 * LUMA[channel])).reshape(half).mean(axis=(1, 3))
        for channel in (2, 0)
    ]
    planes = [64 + 876 * luma, *(512 + 896 * plane for plane in chroma)]
    whole = np.concatenate([np.round(plane).reshape(-1) for plane in planes])
    return whole.astype(np.uint16).reshape(height * 3 // 2, width)
