"""What Stills spends beside decoding, of which the floor consists: starting its two processes, and
making images."""

import sys
import time
from pathlib import Path
from statistics import median

from msgspec import Struct

from bench.clips import Clip, make
from bench.contenders import QUALITY, ours
from bench.jobs import Job
from bench.rounds import Result
from bench.usage import run
from stills.demux.video import Frame, Video
from stills.description import geometry_of
from stills.options import ExtractionOptions
from stills.output.render import Renderer
from stills.select.selection import Selected

SMALLEST = Clip(name="smallest", width=64, height=36, frames=1, repeats=1)
REPEATS = 15

IMPORTS = [sys.executable, "-c", "import av, cv2, numpy"]
"""What the start of Stills is compared with."""


class Above(Struct, frozen=True):
    """CPU seconds by which Stills is above the floor. `images` are converted, measured, encoded and
    hashed. The `rest` is the difference between its decoding and the floor's, reading, choosing,
    and the zip."""

    start: float
    images: float
    rest: float


def above_floor(job: Job, result: Result, folder: Path) -> Above | None:
    """None if the job has no floor."""
    if "floor" not in result.contenders:
        return None
    measured = result.contenders["ours"]
    total = measured.cpu - result.contenders["floor"].cpu
    start = start_up(folder)
    images = measured.images * per_image(make(job.clip, folder))
    return Above(round(start, 2), round(images, 2), round(total - start - images, 2))


def probe(folder: Path) -> list[str]:
    """The command that describes the smallest video."""
    return [str(Path(sys.executable).with_name("stills")), "probe", str(make(SMALLEST, folder))]


def start_up(folder: Path) -> float:
    """CPU seconds of extracting the only image of the smallest video."""
    job = Job(name="start", clip=SMALLEST, ours=(), ffmpeg=((), ()), every=1)
    command = ours(job, [make(SMALLEST, folder)], folder)
    used = median(run(command).cpu for _ in range(REPEATS))
    (folder / "images.zip").unlink()
    return used


def per_image(video: Path) -> float:
    """CPU seconds of making an image of the video's first picture."""
    with video.open("rb") as file, Video(file) as opened:
        renderer = Renderer(geometry_of(opened), ExtractionOptions(quality=QUALITY))
        selected = Selected(0, Frame(0, opened.first))
        renderer(selected)
        begun = time.process_time()
        for _ in range(REPEATS):
            renderer(selected)
        return (time.process_time() - begun) / REPEATS
