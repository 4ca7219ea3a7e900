"""The command with which each contender does a job, all at the same JPEG quality."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from bench.jobs import Job

QUALITY = 90
"""For Stills and the loops, which all write with libjpeg."""

FFMPEG_QUALITY = 2
"""FFmpeg has another scale, of whole numbers. Of these, this one gives the file sizes that are
closest to those of QUALITY. The report shows the sizes."""

ENVIRONMENTS = Path(".stills/venvs")
"""Where `make bench` installs the contenders."""

Contender = Callable[[Job, Sequence[Path], Path], list[str] | None]
"""Returns the command that extracts the images of a job from videos into a folder, or None if the
contender cannot do the job."""


def ours(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
    stills = Path(sys.executable).with_name("stills")
    output = folder / "images.zip" if len(videos) == 1 else folder
    flags = ("--quality", str(QUALITY), *job.ours)
    return [str(stills), "extract", *map(str, videos), "-o", str(output), *flags]


def ffmpeg(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
    """FFmpeg 9."""
    return _images_by_ffmpeg(ffmpeg_9() or "", job, videos, folder)


def system_ffmpeg(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
    return _images_by_ffmpeg("ffmpeg", job, videos, folder)


def floor(job: Job, videos: Sequence[Path], folder: Path) -> list[str] | None:
    """What cannot be avoided: FFmpeg 9 decodes the frames that an exact extraction needs, in one
    thread, and writes nothing."""
    if job.floor is None:
        return None
    before, after = (*job.floor, "-threads", "1"), ("-f", "null")
    return _shell_loop(ffmpeg_9() or "", before, after, "-", videos, folder)


def opencv(job: Job, videos: Sequence[Path], folder: Path) -> list[str] | None:
    return None if job.every is None else _loop(sys.executable, "opencv", job, videos, folder)


def decord(job: Job, videos: Sequence[Path], folder: Path) -> list[str] | None:
    return _loop(python_of("bench"), "decord", job, videos, folder)


def torchcodec(job: Job, videos: Sequence[Path], folder: Path) -> list[str] | None:
    if job.every is None:
        return None
    return _loop(python_of("torchcodec"), "torchcodec", job, videos, folder)


CONTENDERS: dict[str, Contender] = {
    "ours": ours,
    "ffmpeg": ffmpeg,
    "floor": floor,
    "system_ffmpeg": system_ffmpeg,
    "opencv": opencv,
    "decord": decord,
    "torchcodec": torchcodec,
}

NEEDED = {"ours", "ffmpeg", "floor", "opencv"}
"""The other contenders are left out where they do not run."""


@cache
def ffmpeg_9() -> str | None:
    """The program in the package imageio-ffmpeg."""
    return _answer(
        python_of("bench"), "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())"
    )


def missing() -> str | None:
    """A sentence that says what must be installed first, or None if nothing is missing."""
    return None if ffmpeg_9() else "FFmpeg 9 is missing: `make bench` installs it."


def versions() -> dict[str, str | None]:
    """Of the contenders that do not come with Stills; None of those that do not run here."""
    decord = "import decord; print(decord.__version__)"
    torchcodec = "import torchcodec.decoders; print(torchcodec.__version__)"
    return {
        "ffmpeg": _ffmpeg_version(ffmpeg_9()),
        "system_ffmpeg": _ffmpeg_version(shutil.which("ffmpeg")),
        "decord": _answer(python_of("bench"), decord),
        "torchcodec": _answer(python_of("torchcodec"), torchcodec),
    }


def _ffmpeg_version(program: str | None) -> str | None:
    if program is None:
        return None
    ran = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)  # noqa: S603
    return ran.stdout.split()[2]


WHY_NOT = {
    "system_ffmpeg": "there is none; `apt-get install ffmpeg` installs it",
    "decord": "its only packages are for Linux on x86-64",
    "torchcodec": "`make bench` without ARGS installs it where there are packages; it needs the "
    "libraries that come with the system's ffmpeg, too",
}
"""Why a contender does not run, and what helps."""


def _images_by_ffmpeg(program: str, job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
    before, after = job.ffmpeg
    after = (*after, "-q:v", str(FFMPEG_QUALITY))
    return _shell_loop(program, before, after, "$0/${video##*/}-%06d.jpg", videos, folder)


def _shell_loop(
    program: str,
    before: Sequence[str],
    after: Sequence[str],
    target: str,
    videos: Sequence[Path],
    folder: Path,
) -> list[str]:
    """Runs ffmpeg on one video after the other, with arguments before and after its input. In the
    name of the `target`, $0 is the folder."""
    start = shlex.join([program, "-v", "error", "-nostdin", *before])
    loop = f'for video; do {start} -i "$video" {shlex.join(after)} "{target}" || exit; done'
    return ["sh", "-c", loop, str(folder), *map(str, videos)]


def _loop(
    python: str, module: str, job: Job, videos: Sequence[Path], folder: Path
) -> list[str] | None:
    """Runs a program of bench/loops, each of which reads one video."""
    if len(videos) > 1:
        return None
    every = "keyframes" if job.every is None else str(job.every)
    return [python, "-m", f"bench.loops.{module}", str(videos[0]), str(folder), every, str(QUALITY)]


def python_of(environment: str) -> str:
    return str(ENVIRONMENTS / environment / "bin" / "python")


def _answer(python: str, code: str) -> str | None:
    """What Python prints for the code; None if it fails."""
    try:
        ran = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()
