"""The command with which each contender does a job, all at the same JPEG quality."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench.jobs import Job

QUALITY = 90
"""For Stills and OpenCV, which both write with libjpeg."""

FFMPEG_QUALITY = 2
"""FFmpeg has another scale, of whole numbers. Of these, this one gives the file sizes that are
closest to those of QUALITY. The report shows the sizes."""

Contender = Callable[[Job, Path, Path], list[str] | None]
"""Returns the command that extracts the images of a job from a video into a folder, or None if the
contender cannot do the job."""


def ours(job: Job, video: Path, folder: Path) -> list[str]:
    stills = Path(sys.executable).with_name("stills")
    archive = folder / "images.zip"
    flags = ("--quality", str(QUALITY), *job.ours)
    return [str(stills), "extract", str(video), "-o", str(archive), *flags]


def ffmpeg(job: Job, video: Path, folder: Path) -> list[str]:
    before, after = job.ffmpeg
    return [
        *("ffmpeg", "-v", "error", *before, "-i", str(video), *after),
        *("-q:v", str(FFMPEG_QUALITY), str(folder / "%06d.jpg")),
    ]


def opencv(job: Job, video: Path, folder: Path) -> list[str] | None:
    if job.every is None:
        return None
    parameters = [str(video), str(folder), str(job.every), str(QUALITY)]
    return [sys.executable, "-m", "bench.opencv_loop", *parameters]


CONTENDERS: dict[str, Contender] = {"ours": ours, "ffmpeg": ffmpeg, "opencv": opencv}


def missing() -> str | None:
    """A sentence that says what must be installed first, or None if nothing is missing."""
    if shutil.which("ffmpeg"):
        return None
    return "ffmpeg is missing: `apt-get install ffmpeg`, or `brew install ffmpeg`."
