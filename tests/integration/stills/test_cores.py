"""The memory that an extraction takes, on machines with few and with many cores."""

import subprocess
import sys
from pathlib import Path

import av
import pytest

from stills.sandbox.process import RESERVED

MIB = 1024**2
WORKER = 3008 * MIB
"""The memory of the worker, by default (template.yaml)."""

EXTRACT = """
import resource, sys
from stills import threads
threads.THREADS = int(sys.argv[1])  # before other modules import it
from stills.extraction import extract
from stills.options import ExtractionOptions
from tests.sinks import MemorySink
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
with open(sys.argv[2], "rb") as video:
    manifest = extract(video, ExtractionOptions(every_nth=1), MemorySink())
print(len(manifest.images), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def made(path: Path, width: int, height: int, frames: int) -> Path:
    """A video with a keyframe every third frame."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.gop_size = width, height, 3
        for number in range(frames):
            frame = av.VideoFrame(width, height, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([100 + number]) * plane.buffer_size)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def extracted_on(cores: int, path: Path) -> tuple[int, int]:
    """The number of images, and the peak memory in bytes of a process of its own."""
    limit = str(WORKER - RESERVED)
    result = subprocess.run(  # noqa: S603 - the arguments are ours
        [sys.executable, "-c", EXTRACT, str(cores), str(path), limit],
        capture_output=True,
        text=True,
        check=True,
        env={"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"},
    )
    images, kilobytes = map(int, result.stdout.split())
    return images, kilobytes * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak is in bytes")
def test_memory_does_not_grow_with_the_number_of_cores(tmp_path: Path) -> None:
    path = made(tmp_path / "clip.mp4", 3840, 2160, frames=24)

    used = {cores: extracted_on(cores, path) for cores in (2, 64)}

    assert {images for images, _ in used.values()} == {24}
    memory = {cores: peak / MIB for cores, (_, peak) in used.items()}
    assert memory[64] < 1.5 * memory[2], memory


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak is in bytes")
def test_the_worker_has_the_memory_for_12k_on_any_number_of_cores(tmp_path: Path) -> None:
    path = made(tmp_path / "clip.mp4", 12_288, 6144, frames=4)

    used = [extracted_on(cores, path) for cores in (1, 16)]

    assert [images for images, _ in used] == [4, 4]
    assert used[1][1] < 1.1 * used[0][1]
