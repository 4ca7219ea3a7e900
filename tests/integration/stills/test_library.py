"""The public functions: `import stills`."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import stills
from stills.errors import CannotWrite, NoImages, NoSuchFile, NotAVideo
from stills.options import ExtractionOptions

Clip = Callable[..., Path]


@pytest.fixture
def video(clip: Clip) -> Path:
    """Four seconds at 25 frames per second, with a keyframe every second."""
    return clip("mp4", gop=25)


def test_extract_writes_a_zip_and_returns_its_manifest(video: Path, tmp_path: Path) -> None:
    archive = tmp_path / "out.zip"

    manifest = stills.extract(str(video), str(archive), every=2)

    assert [image.time for image in manifest.images] == [0, 2]
    assert manifest.archive_size == archive.stat().st_size
    with ZipFile(archive) as zipped:
        names = [image.name for image in manifest.images]
        assert zipped.namelist() == [*names, "manifest.json"]


def test_options_and_keyword_arguments_give_the_same_result(video: Path, tmp_path: Path) -> None:
    options = ExtractionOptions(timestamps=(1.0, "100%"), format="png", contact_sheet=True)

    by_options = stills.extract(video, tmp_path / "a.zip", options)
    by_keywords = stills.extract(
        video, tmp_path / "b.zip", at=[1.0, "100%"], format="png", contact_sheet=True
    )

    assert by_options == by_keywords


def test_a_video_may_be_an_open_file_which_stays_open(video: Path, tmp_path: Path) -> None:
    file = io.BytesIO(video.read_bytes())

    manifest = stills.extract(file, tmp_path / "out.zip", count=2)

    assert len(manifest.images) == 2
    assert stills.probe(file) == manifest.source
    assert not file.closed


def test_the_contact_sheet_is_in_the_archive_and_in_a_separate_file(
    video: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.jpg"

    stills.extract(video, tmp_path / "out.zip", contact_sheet_path=sheet)

    with ZipFile(tmp_path / "out.zip") as zipped:
        assert zipped.read("contact_sheet.jpg") == sheet.read_bytes()


def test_an_extraction_that_progress_stops_leaves_no_file(video: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(fraction: float, images: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        stills.extract(video, tmp_path / "out.zip", progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_probe_describes_a_video(video: Path) -> None:
    source = stills.probe(video)

    assert (source.codec, source.width, source.height, source.duration) == ("h264", 320, 180, 4.0)


def test_scan_finds_the_times_of_frames_and_keyframes(video: Path) -> None:
    timeline = stills.scan(video)

    assert list(timeline.frames) == [number * 40_000 for number in range(100)]
    assert list(timeline.keyframes) == [0, 1_000_000, 2_000_000, 3_000_000]
    assert timeline.indexed == timeline.keyframes
    assert timeline.source == stills.probe(video)


def test_plan_estimates_the_result_of_extract(video: Path, tmp_path: Path) -> None:
    plan = stills.plan(video, every=0.5)

    manifest = stills.extract(video, tmp_path / "out.zip", every=0.5)

    assert plan.images == len(manifest.images) == 8
    assert manifest.archive_size is not None
    assert 0.5 < plan.archive_size / manifest.archive_size < 2


def test_a_plan_without_images_fails_like_the_extraction(video: Path, tmp_path: Path) -> None:
    with pytest.raises(NoImages):
        stills.plan(video, start=100)
    with pytest.raises(NoImages):
        stills.extract(video, tmp_path / "out.zip", start=100)


@pytest.mark.parametrize("function", [stills.probe, stills.scan, stills.plan])
def test_a_file_that_is_missing_or_not_a_video_is_refused(
    function: Callable[..., Any], tmp_path: Path
) -> None:
    text = tmp_path / "diary.txt"
    text.write_text("Dear diary, today I recorded nothing.")

    with pytest.raises(NotAVideo):
        function(text)
    with pytest.raises(NoSuchFile):
        function(tmp_path / "missing.mp4")


def test_the_video_is_never_overwritten(video: Path, tmp_path: Path) -> None:
    before = video.read_bytes()

    with pytest.raises(CannotWrite):
        stills.extract(video, video)

    assert video.read_bytes() == before


def test_the_calling_process_loads_no_decoder(video: Path, tmp_path: Path) -> None:
    script = (
        "import sys, stills\n"
        "stills.extract(sys.argv[1], sys.argv[2], every=1)\n"
        "stills.plan(sys.argv[1])\n"
        "print(*sys.modules)"
    )

    ran = subprocess.run(  # noqa: S603 - the script is ours
        [sys.executable, "-c", script, video, tmp_path / "out.zip"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert {"av", "cv2", "numpy"}.isdisjoint(ran.stdout.split())
