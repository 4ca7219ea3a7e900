"""Runs all contenders of a job in turns, and takes medians."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from zipfile import ZipFile

from msgspec import Struct

from bench import clips
from bench.contenders import CONTENDERS, ours
from bench.jobs import Job
from bench.usage import Usage, run


class Measured(Struct, frozen=True):
    """Medians over a contender's runs: CPU and wall time in seconds, and peak memory in bytes.
    `image_size` is the mean size of an image in bytes."""

    cpu: float
    wall: float
    memory: int
    images: int
    image_size: int


class Ratio(Struct, frozen=True):
    """Medians over the rounds of the time of Stills divided by that of the ffmpeg command line."""

    cpu: float
    wall: float


class Result(Struct, frozen=True):
    """`ratio` is None if Stills ran alone."""

    job: str
    clip: str
    contenders: dict[str, Measured]
    ratio: Ratio | None = None


def measure(job: Job, folder: Path, rounds: int) -> Result:
    """Runs each contender once per round, one after the other, on the job's clip in `folder`."""
    video = clips.make(job.clip, folder)
    usages: dict[str, list[Usage]] = {name: [] for name in CONTENDERS}
    images: dict[str, tuple[int, int]] = {}
    for _ in range(rounds):
        for name, contender in CONTENDERS.items():
            with tempfile.TemporaryDirectory(dir=folder) as output:
                if command := contender(job, video, Path(output)):
                    usages[name].append(run(command))
                    images[name] = _images_in(Path(output))
    return Result(
        job=job.name,
        clip=job.clip.name,
        contenders={name: _medians(usages[name], *images[name]) for name in images},
        ratio=_ratio(usages["ours"], usages["ffmpeg"]),
    )


def measure_memory(job: Job, folder: Path) -> Result:
    """Runs Stills alone, once."""
    video = clips.make(job.clip, folder)
    with tempfile.TemporaryDirectory(dir=folder) as output:
        usage = run(ours(job, video, Path(output)))
        measured = _medians([usage], *_images_in(Path(output)))
    return Result(job=job.name, clip=job.clip.name, contenders={"ours": measured})


def _medians(usages: Sequence[Usage], images: int, size: int) -> Measured:
    return Measured(
        cpu=round(median(usage.cpu for usage in usages), 2),
        wall=round(median(usage.wall for usage in usages), 2),
        memory=round(median(usage.memory for usage in usages)),
        images=images,
        image_size=round(size / images),
    )


def _ratio(ours: Iterable[Usage], theirs: Iterable[Usage]) -> Ratio:
    pairs = list(zip(ours, theirs, strict=True))
    return Ratio(
        cpu=round(median(one.cpu / other.cpu for one, other in pairs), 3),
        wall=round(median(one.wall / other.wall for one, other in pairs), 3),
    )


def _images_in(folder: Path) -> tuple[int, int]:
    """The number of images, in files or in a zip, and their total size in bytes."""
    sizes = [path.stat().st_size for path in folder.glob("*.jpg")]
    for archive in folder.glob("*.zip"):
        with ZipFile(archive) as images:
            sizes += [
                entry.file_size for entry in images.infolist() if entry.filename.endswith(".jpg")
            ]
    return len(sizes), sum(sizes)
