"""Runs all contenders of a job in turns, and takes medians."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from zipfile import ZipFile

from msgspec import Struct

from bench import clips
from bench.contenders import NEEDED, Contender, ours
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
    """Medians over the rounds of the time of Stills divided by that of another contender."""

    cpu: float
    wall: float


class Result(Struct, frozen=True):
    """`ratio` is against ffmpeg and `floor` against the floor, None if there is none. `failed` has
    what contenders said that could not read the video."""

    job: str
    clip: str
    contenders: dict[str, Measured]
    videos: int = 1
    ratio: Ratio | None = None
    floor: Ratio | None = None
    failed: dict[str, str] = {}


def measure(job: Job, folder: Path, rounds: int, contenders: Mapping[str, Contender]) -> Result:
    """Runs each contender once per round, one after the other, on the job's clip in `folder`."""
    usages: dict[str, list[Usage]] = {name: [] for name in contenders}
    images: dict[str, tuple[int, int]] = {}
    failed: dict[str, str] = {}
    with _videos(job, folder) as videos:
        for _ in range(rounds):
            for name, contender in contenders.items():
                with tempfile.TemporaryDirectory(dir=folder) as output:
                    command = contender(job, videos, Path(output))
                    if not command or name in failed:
                        continue
                    try:
                        usages[name].append(run(command))
                    except RuntimeError as error:
                        if name in NEEDED:
                            raise
                        failed[name] = str(error).splitlines()[-1]
                    else:
                        images[name] = _images_in(Path(output))
    return Result(
        job=job.name,
        clip=job.clip.name,
        videos=job.videos,
        contenders={
            name: _medians(usages[name], *images[name]) for name in images if name not in failed
        },
        ratio=_ratio(usages["ours"], usages["ffmpeg"]),
        floor=_ratio(usages["ours"], usages["floor"]) if usages.get("floor") else None,
        failed=failed,
    )


def measure_memory(job: Job, folder: Path) -> Result:
    """Runs Stills alone, once."""
    with _videos(job, folder) as videos, tempfile.TemporaryDirectory(dir=folder) as output:
        usage = run(ours(job, videos, Path(output)))
        measured = _medians([usage], *_images_in(Path(output)))
    return Result(job=job.name, clip=job.clip.name, contenders={"ours": measured})


def compare(ours: Sequence[str], theirs: Sequence[str], rounds: int) -> Ratio:
    """Runs two commands in turns."""
    pairs = [(run(ours), run(theirs)) for _ in range(rounds)]
    return _ratio(*zip(*pairs, strict=True))


@contextmanager
def _videos(job: Job, folder: Path) -> Iterator[list[Path]]:
    """The clip, or as many links to it as the job has videos."""
    clip = clips.make(job.clip, folder)
    if job.videos == 1:
        yield [clip]
        return
    with tempfile.TemporaryDirectory(dir=folder) as links:
        videos = [Path(links, f"{number:03d}{clip.suffix}") for number in range(job.videos)]
        for video in videos:
            os.link(clip, video)
        yield videos


def _medians(usages: Sequence[Usage], images: int, size: int) -> Measured:
    return Measured(
        cpu=round(median(usage.cpu for usage in usages), 2),
        wall=round(median(usage.wall for usage in usages), 2),
        memory=round(median(usage.memory for usage in usages)),
        images=images,
        image_size=round(size / images) if images else 0,
    )


def _ratio(ours: Iterable[Usage], theirs: Iterable[Usage]) -> Ratio:
    pairs = list(zip(ours, theirs, strict=True))
    return Ratio(
        cpu=round(median(one.cpu / other.cpu for one, other in pairs), 3),
        wall=round(median(one.wall / other.wall for one, other in pairs), 3),
    )


def _images_in(folder: Path) -> tuple[int, int]:
    """The number of images, in files or in zips, and their total size in bytes."""
    sizes = [path.stat().st_size for path in folder.glob("*.jpg")]
    for archive in folder.glob("*.zip"):
        with ZipFile(archive) as images:
            sizes += [
                entry.file_size for entry in images.infolist() if entry.filename.endswith(".jpg")
            ]
    return len(sizes), sum(sizes)
