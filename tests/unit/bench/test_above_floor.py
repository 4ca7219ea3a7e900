from pathlib import Path

import pytest

from bench import above_floor
from bench.clips import Clip, make
from bench.jobs import Job
from bench.rounds import Measured, Result

TINY = Clip(name="tiny", width=64, height=36, frames=10, repeats=1)
JOB = Job(name="a job", clip=TINY, ours=(), ffmpeg=((), ()), every=1)


def measured(cpu: float, images: int = 0) -> Measured:
    return Measured(cpu=cpu, wall=1, memory=1, images=images, image_size=1)


def test_the_time_above_the_floor_is_start_images_and_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above_floor, "start_up", lambda folder: 0.5)
    monkeypatch.setattr(above_floor, "per_image", lambda video: 0.01)
    used = {"ours": measured(10, images=100), "floor": measured(8)}

    found = above_floor.above_floor(JOB, Result("a job", "tiny", used), tmp_path)

    assert found == above_floor.Above(start=0.5, images=1, rest=0.5)


def test_a_job_without_a_floor_has_nothing_above_it(tmp_path: Path) -> None:
    result = Result("a job", "tiny", {"ours": measured(10)})

    assert above_floor.above_floor(JOB, result, tmp_path) is None


def test_images_cost_cpu_time(tmp_path: Path) -> None:
    assert 0 < above_floor.per_image(make(TINY, tmp_path)) < 1


def test_the_start_leaves_no_file_but_its_clip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(above_floor, "REPEATS", 1)

    assert above_floor.start_up(tmp_path) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["smallest.mp4"]
