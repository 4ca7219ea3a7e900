import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench import rounds
from bench.clips import Clip
from bench.contenders import Contender, opencv, ours, system_ffmpeg
from bench.jobs import H264_JOBS, Job
from bench.usage import Usage

TINY = Clip(name="tiny", width=64, height=36, frames=50, repeats=2)
ANY_JOB = Job(name="a job", clip=TINY, ours=(), ffmpeg=((), ()), every=1)


def writing(name: str) -> Contender:
    """A contender that writes one image of five bytes, with the command `name`."""

    def contender(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
        (folder / "1.jpg").write_bytes(b"image")
        return [name]

    return contender


def nothing(name: str) -> Contender:
    """A contender that writes nothing."""
    return lambda job, videos, folder: [name]


def cannot(job: Job, videos: Sequence[Path], folder: Path) -> None:
    return None


BOTH: dict[str, Contender] = {"ours": writing("ours"), "ffmpeg": writing("ffmpeg")}


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
    monkeypatch.setattr(rounds, "run", using({"ours": [1, 9, 1], "ffmpeg": [2, 2, 4]}))

    result = rounds.measure(ANY_JOB, tmp_path, 3, BOTH)

    # then the ratio is the median of 1/2, 9/2 and 1/4, and not the ratio of the medians
    assert result.ratio == rounds.Ratio(cpu=0.5, wall=0.5)


def test_a_contender_is_measured_by_its_medians_and_its_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "run", using({"ours": [1, 9, 2], "ffmpeg": [1, 1, 1]}))

    measured = rounds.measure(ANY_JOB, tmp_path, 3, BOTH).contenders["ours"]

    assert measured == rounds.Measured(cpu=2, wall=4, memory=1000, images=1, image_size=5)


def test_a_contender_that_cannot_do_the_job_has_no_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenders = {**BOTH, "opencv": cannot}
    monkeypatch.setattr(rounds, "run", using({"ours": [1], "ffmpeg": [1]}))

    assert rounds.measure(ANY_JOB, tmp_path, 1, contenders).contenders.keys() == {"ours", "ffmpeg"}


def test_memory_is_measured_for_stills_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def archive_with_two_images(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
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


def test_the_ratio_to_the_floor_is_there_where_a_job_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "run", using({"ours": [3, 3], "ffmpeg": [4, 4], "floor": [2]}))

    with_floor = rounds.measure(ANY_JOB, tmp_path, 1, {**BOTH, "floor": nothing("floor")})
    without = rounds.measure(ANY_JOB, tmp_path, 1, {**BOTH, "floor": cannot})

    assert with_floor.floor == rounds.Ratio(cpu=1.5, wall=1.5)
    assert with_floor.contenders["floor"].images == 0
    assert without.floor is None


def test_a_contender_that_fails_is_left_out_with_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: Sequence[str]) -> Usage:
        if command == ["decord"]:
            raise RuntimeError("decord failed:\nno such codec")
        return Usage(1, 1, 1)

    monkeypatch.setattr(rounds, "run", run)

    result = rounds.measure(ANY_JOB, tmp_path, 2, {**BOTH, "decord": writing("decord")})

    assert result.failed == {"decord": "no such codec"}
    assert result.contenders.keys() == {"ours", "ffmpeg"}


def test_stills_must_not_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: Sequence[str]) -> Usage:
        raise RuntimeError("failed")

    monkeypatch.setattr(rounds, "run", fail)

    with pytest.raises(RuntimeError):
        rounds.measure(ANY_JOB, tmp_path, 1, BOTH)


def test_a_job_of_many_videos_gets_as_many_links_to_its_clip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "run", using({"ours": [1], "ffmpeg": [1]}))
    given: list[Path] = []

    def noting(job: Job, videos: Sequence[Path], folder: Path) -> list[str]:
        given.extend(video for video in videos if video.samefile(tmp_path / "tiny.mp4"))
        return ["ours"]

    rounds.measure(replace(ANY_JOB, videos=3), tmp_path, 1, {**BOTH, "ours": noting})

    assert len(set(given)) == 3
    assert list(tmp_path.iterdir()) == [tmp_path / "tiny.mp4"]


def test_two_commands_are_compared_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "run", using({"one": [1, 2, 9], "other": [2, 4, 4]}))

    assert rounds.compare(["one"], ["other"], 3) == rounds.Ratio(cpu=0.5, wall=0.5)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize(
    "job",
    [job for job in H264_JOBS if job.name not in ("one in 10 s", "one in 30 s")],
    ids=lambda job: job.name,
)
def test_all_contenders_extract_the_same_number_of_images(tmp_path: Path, job: Job) -> None:
    contenders: Mapping[str, Contender] = {
        "ours": ours,
        "ffmpeg": system_ffmpeg,
        "opencv": opencv,
    }

    result = rounds.measure(replace(job, clip=TINY), tmp_path, 1, contenders)

    assert len({measured.images for measured in result.contenders.values()}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.mp4"]
