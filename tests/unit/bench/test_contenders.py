import sys
from pathlib import Path

import pytest

from bench import contenders
from bench.contenders import FFMPEG_QUALITY, QUALITY, ffmpeg, missing, opencv, ours
from bench.jobs import JOBS, Job

VIDEO, FOLDER = Path("clip.mp4"), Path("out")
JOB = Job(
    name="a job",
    ours=("--every", "2"),
    ffmpeg=(("-skip_frame", "nokey"), ("-vf", "fps=1/2")),
    every=2,
)


def value_after(flag: str, command: list[str]) -> str:
    return command[command.index(flag) + 1]


def test_stills_writes_a_zip_with_the_flags_of_the_job() -> None:
    command = ours(JOB, VIDEO, FOLDER)

    assert command[0] == str(Path(sys.executable).with_name("stills"))
    assert command[1:3] == ["extract", "clip.mp4"]
    assert value_after("-o", command) == "out/images.zip"
    assert value_after("--every", command) == "2"
    assert value_after("--quality", command) == str(QUALITY)


def test_ffmpeg_gets_its_arguments_before_and_after_the_input() -> None:
    command = ffmpeg(JOB, VIDEO, FOLDER)

    place = command.index("-i")
    assert command[place + 1] == "clip.mp4"
    assert command[:place][-2:] == ["-skip_frame", "nokey"]
    assert command[place + 2 :][:2] == ["-vf", "fps=1/2"]
    assert value_after("-q:v", command) == str(FFMPEG_QUALITY)
    assert command[-1] == "out/%06d.jpg"


def test_opencv_gets_the_interval_and_the_quality_of_stills() -> None:
    command = opencv(JOB, VIDEO, FOLDER)

    assert command is not None
    assert command[-4:] == ["clip.mp4", "out", "2", str(QUALITY)]


def test_opencv_cannot_do_a_job_without_an_interval() -> None:
    job = Job(name="keyframes", ours=("--keyframes",), ffmpeg=((), ()), every=None)

    assert opencv(job, VIDEO, FOLDER) is None


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.clip.name}, {job.name}")
def test_stills_and_ffmpeg_can_do_every_job(job: Job) -> None:
    assert ours(job, VIDEO, FOLDER)
    assert ffmpeg(job, VIDEO, FOLDER)


def test_a_missing_ffmpeg_is_reported_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contenders.shutil, "which", lambda name: None)  # type: ignore[attr-defined]
    assert "install ffmpeg" in (missing() or "")

    monkeypatch.setattr(contenders.shutil, "which", lambda name: f"/usr/bin/{name}")  # type: ignore[attr-defined]
    assert missing() is None
