"""The picture of an HDR clip that each contender makes: height x width x RGB."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from contracts.options import ExtractionOptions
from local.scene import Picture
from worker.engine.extraction import extract

Contender = Callable[[Path], Picture]


def ours(clip: Path) -> Picture:
    images: list[bytes] = []

    def store(_name: str, data: bytes) -> int:
        images.append(data)
        return 0

    options = ExtractionOptions(count=1, format="png")
    with clip.open("rb") as video:
        extract(video, options, store=store, progress=lambda *_: None)
    return _decoded(images[0])


def ffmpeg(filters: str) -> Contender:
    def picture(clip: Path) -> Picture:
        command = [
            *("ffmpeg", "-v", "error", "-i", str(clip), "-frames:v", "1", "-vf", filters),
            *("-f", "image2pipe", "-c:v", "png", "-"),
        ]
        made = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        return _decoded(made.stdout)

    return picture


def _tone_mapping(curve: str, white: int = 203, transfer: str = "iec61966-2-1") -> Contender:
    """The chain of FFmpeg's wiki and of most answers on the web."""
    return ffmpeg(
        f"zscale=t=linear:npl={white}:agamma=false,format=gbrpf32le,zscale=p=bt709,"
        f"tonemap={curve}:desat=0,zscale=t={transfer}:m=bt709:r=tv,format=yuv444p"
    )


CONTENDERS: dict[str, Contender] = {
    "ours": ours,
    "hable": _tone_mapping("hable"),
    "mobius": _tone_mapping("mobius"),
    "reinhard": _tone_mapping("reinhard"),
    "hable, as copied": _tone_mapping("hable", 100, "bt709"),
    "none": ffmpeg("format=gbrp"),
}
"""Ours, then ffmpeg's: `as copied` has white at 100 cd/m2 and BT.709's transfer, and `none` takes
HDR's codes for SDR's."""


def missing() -> str | None:
    """What to install first, in a sentence; None where nothing is missing."""
    if not shutil.which("ffmpeg"):
        return "ffmpeg is missing."
    said = subprocess.run(["ffmpeg", "-filters"], capture_output=True, text=True, check=False)  # noqa: S607
    return None if " zscale " in said.stdout else "This ffmpeg has no zscale filter (libzimg)."


def _decoded(data: bytes) -> Picture:
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("no image was made")
    return np.asarray(image[..., ::-1], np.uint8)
