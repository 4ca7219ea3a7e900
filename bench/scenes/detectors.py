"""Finds cuts with Stills and with PySceneDetect."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.contenders import python_of
from bench.scenes.footage import RATE
from stills.decode.selective import SelectiveDecoder
from stills.demux.video import Video
from stills.options import ExtractionOptions
from stills.select.scenes import cuts

Found = list[list[int]]
"""For each video, the numbers of the frames that begin a scene."""


def ours(videos: Sequence[Path]) -> Found:
    return [_cuts(video) for video in videos]


def _cuts(path: Path) -> list[int]:
    with path.open("rb") as file, Video(file) as video:
        frames = SelectiveDecoder(video).frames_between(0, None)
        times = cuts(frames, ExtractionOptions().scene_threshold)
    return [round(time * RATE / 1_000_000) for time in times]


def pyscenedetect(videos: Sequence[Path]) -> dict[str, Found] | None:
    """By detector; None where it is not installed."""
    command = [python_of("bench"), "-m", "bench.loops.pyscenedetect", *map(str, videos)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    found: dict[str, Found] = json.loads(ran.stdout)
    return found
