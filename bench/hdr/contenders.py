"""The picture that each contender makes of an HDR clip: height x width x RGB."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np

from bench.hdr.clip import PEAK, WHITE
from local.scene import Picture
from stills.extraction import extract
from stills.options import ExtractionOptions
from stills.sink import Sink

Contender = Callable[[Path], Picture]


def ours(clip: Path) -> Picture:
    images = _Images()
    with clip.open("rb") as file:
        extract(file, ExtractionOptions(count=1, format="png"), images)
    return _decoded(images[0])


class _Images(list[bytes], Sink):
    def store(self, name: str, data: bytes) -> int:
        self.append(data)
        return 0


def ffmpeg(curve: str, white: int = WHITE, transfer: str = "iec61966-2-1") -> Contender:
    """The usual chain of filters, with the peak of the clip. `white` is in cd/m2, and `transfer` is
    the transfer function of the picture."""
    filters = (
        f"zscale=t=linear:npl={white}:agamma=false,format=gbrpf32le,zscale=p=bt709,"
        f"tonemap={curve}:desat=0:peak={PEAK / white},"
        f"zscale=t={transfer}:m=bt709:r=tv,format=yuv444p"
    )

    def picture(clip: Path) -> Picture:
        command = [
            *("ffmpeg", "-v", "error", "-i", str(clip), "-frames:v", "1", "-vf", filters),
            *("-f", "image2pipe", "-c:v", "png", "-"),
        ]
        made = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        return _decoded(made.stdout)

    return picture


def as_sdr(clip: Path) -> Picture:
    """The codes of HDR, shown as if they were SDR."""
    with av.open(str(clip)) as container:
        frame = next(container.decode(video=0))
        return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


CONTENDERS: dict[str, Contender] = {
    "ours": ours,
    "hable": ffmpeg("hable"),
    "mobius": ffmpeg("mobius"),
    "reinhard": ffmpeg("reinhard"),
    "hable, as copied": ffmpeg("hable", 100, "bt709"),
    "as SDR": as_sdr,
}
"""The four in the middle use ffmpeg. `as copied` has the parameters of many examples on the web:
white at 100 cd/m2, and the transfer function of BT.709 instead of sRGB."""


def missing() -> str | None:
    """A sentence that says what must be installed first, or None if nothing is missing."""
    if not shutil.which("ffmpeg"):
        return "ffmpeg is missing."
    ran = subprocess.run(["ffmpeg", "-filters"], capture_output=True, text=True, check=False)  # noqa: S607
    return None if " zscale " in ran.stdout else "This ffmpeg has no zscale filter (libzimg)."


def _decoded(data: bytes) -> Picture:
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("no image was made")
    return np.asarray(image[..., ::-1], np.uint8)
