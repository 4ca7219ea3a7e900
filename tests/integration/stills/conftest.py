from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from local.clips import make_clip, read_counter
from local.scene import Picture
from stills.extraction import extract
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from tests.sinks import MemorySink


@dataclass
class Extracted(MemorySink):
    """The result of an extraction: the manifest, and the image files by name."""

    manifest: Manifest | None = None

    @property
    def times(self) -> list[float]:
        assert self.manifest is not None
        return [image.time for image in self.manifest.images]

    @property
    def pictures(self) -> list[Picture]:
        return [_decode(data) for data in self.files.values()]

    @property
    def counters(self) -> list[int]:
        return [read_counter(picture) for picture in self.pictures]


def _decode(data: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


Extract = Callable[..., Extracted]
Clip = Callable[..., Path]


@pytest.fixture
def run() -> Extract:
    """Extracts from the video at a path, with the options given as keywords."""

    def run(path: Path, **options: Any) -> Extracted:
        extracted = Extracted()
        with path.open("rb") as file:
            extracted.manifest = extract(file, ExtractionOptions(**options), extracted)
        return extracted

    return run


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Makes a small clip with a container's suffix, once for each set of keywords."""
    made: dict[str, Path] = {}

    def clip(suffix: str, **how: Any) -> Path:
        key = f"{suffix} {how}"
        if key not in made:
            path = tmp_path_factory.mktemp("clips") / f"clip.{suffix}"
            made[key] = make_clip(path, **{"width": 320, "height": 180, "seconds": 4} | how)
        return made[key]

    return clip
