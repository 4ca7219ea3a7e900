import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench import rounds
from bench.clips import Clip
from bench.contenders import Contender
from bench.jobs import H264_JOBS, Job
from bench.usage import Usage

TINY = Clip(name="tiny", width=64, height=36, frames=50, repeats=2)
ANY_JOB = Job(name="a job", clip=TINY, ours=(), ffmpeg=((), ()), every=1)


def writing(name: str) -> Contender:
    """A contender that writes one image of five bytes, with the command `name`."""

    def contender(job: Job, video: Path, folder: Path) -> list[str]:
        (folder / "1.jpg").write_bytes(b"image")
        return [name]

    return contender


def cannot(job: Job, video: Path, folder: Path) -> None:
    return None


def using(seconds: dict[str, list[float]]) -> Callable[[Sequence[str]], Usage]:
    """Runs each command in its next number of seconds."""
    left: dict[str, Iterator[float]] = {name: iter(each) for name, each in seconds.items()}

    def run(command: Sequence[str]) -> Usage:
        spent = next(left[command[0]])
        return Usage(cpu=spent, wall=2 * spent, memory=1000)

    return run


def test_ratios_are_medians_over_the_rounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given three rounds, one of them disturbed
    monkeypatch.setattr(
        rounds, "CONTENDERS", {"ours": writing("ours"), "ffmpeg": writing("ffmpeg")}
    )
    monkeypatch.setattr(rounds, "run", using({"ours": [1, 9, 1], "ffmpeg": [2, 2, 4]}))

    result = rounds.measure(ANY_JOB, tmp_path, 3)

    # then the ratio is the median of 1/2, 9/2 and 1/4, and not the ratio of the medians
    assert result.ratio == rounds.Ratio(cpu=0.5, wall=0.5)


def test_a_contender_is_measured_by_its_medians_and_its_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        rounds, "CONTENDERS", {"ours": writing("ours"), "ffmpeg": writing("ffmpeg")}
    )
    monkeypatch.setattr(rounds, "run", using({"ours": [1, 9, 2], "ffmpeg": [1, 1, 1]}))

    measured = rounds.measure(ANY_JOB, tmp_path, 3).contenders["ours"]

    assert measured == rounds.Measured(cpu=2, wall=4, memory=1000, images=1, image_size=5)


def test_a_contender_that_cannot_do_the_job_has_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenders = {"ours": writing("ours"), "ffmpeg": writing("ffmpeg"), "opencv": cannot}
    monkeypatch.setattr(rounds, "CONTENDERS", contenders)
    monkeypatch.setattr(rounds, "run", using({"ours": [1], "ffmpeg": [1]}))

    assert rounds.measure(ANY_JOB, tmp_path, 1).contenders.keys() == {"ours", "ffmpeg"}


def test_memory_is_measured_for_stills_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def archive_with_two_images(job: Job, video: Path, folder: Path) -> list[str]:
        with ZipFile(folder / "images.zip", "w") as archive:
            archive.writestr("1.jpg", b"four")
            archive.writestr("2.jpg", b"sixsix")
            archive.writestr("manifest.json", b"{}")
        return ["ours"]

    monkeypatch.setattr(rounds, "ours", archive_with_two_images)
    monkeypatch.setattr(rounds, "run", using({"ours": [1]}))

    result = rounds.measure_memory(ANY_JOB, tmp_path)

    assert result.ratio is None
    assert result.contenders["ours"].images == 2
    assert result.contenders["ours"].image_size == 5


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize(
    "job", [job for job in H264_JOBS if job.name != "one in 30 s"], ids=lambda job: job.name
)
def test_all_contenders_extract_the_same_number_of_images(tmp_path: Path, job: Job) -> None:
    tiny = Job(name=job.name, clip=TINY, ours=job.ours, ffmpeg=job.ffmpeg, every=job.every)

    result = rounds.measure(tiny, tmp_path, 1)

    assert len({measured.images for measured in result.contenders.values()}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.mp4"]
