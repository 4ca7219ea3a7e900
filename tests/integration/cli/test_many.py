"""The command on several videos and on folders."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

Stills = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def clips(video: Path, tmp_path: Path) -> Path:
    """A folder with two videos of the same name, one that is none, and what is no video."""
    folder = tmp_path / "clips"
    (folder / "more").mkdir(parents=True)
    shutil.copy(video, folder / "a.mp4")
    shutil.copy(video, folder / "more" / "a.mp4")
    (folder / "broken.mp4").write_text("no video")
    (folder / "notes.txt").write_text("not looked at")
    (folder / ".hidden.mp4").write_text("not looked at either")
    (folder / "more" / "loop").symlink_to(folder)
    return folder


def test_each_video_in_a_folder_gives_a_zip_and_what_failed_is_named(
    clips: Path, stills: Stills, tmp_path: Path
) -> None:
    ran = stills("extract", "-r", "clips", "-o", "out", "--count", "2")

    assert ran.returncode == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-2.zip", "a.zip"]
    for path in (tmp_path / "out").iterdir():
        with ZipFile(path) as archive:
            assert len(archive.namelist()) == 3
    assert "broken.mp4" in ran.stderr
    assert "not_a_video" in ran.stderr
    assert "notes.txt" not in ran.stderr


def test_videos_that_all_succeed_end_with_status_0(
    clips: Path, stills: Stills, tmp_path: Path
) -> None:
    ran = stills("extract", "clips/a.mp4", "clips/more/a.mp4", "--count", "1", "-o", "out")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    ("command", "key"), [("extract", "manifest"), ("probe", None), ("plan", None)]
)
def test_as_json_each_video_has_a_line(
    clips: Path, stills: Stills, command: str, key: str | None
) -> None:
    ran = stills(command, "clips/a.mp4", "clips/broken.mp4", "missing.mp4", "--json")

    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 2
    assert [line["video"] for line in lines] == ["clips/a.mp4", "clips/broken.mp4", "missing.mp4"]
    codes = [line.get("error", {}).get("code") for line in lines]
    assert codes == [None, "not_a_video", "no_such_file"]
    if key is not None:
        assert lines[0][key]["images"]


def test_a_file_is_no_folder_for_several_videos(clips: Path, stills: Stills) -> None:
    ran = stills("extract", "clips/a.mp4", "clips/more/a.mp4", "-o", "out.zip")

    assert ran.returncode == 2
    assert ran.stderr.startswith("error: invalid_options: --output: must be a folder")
