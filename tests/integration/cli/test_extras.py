"""`--contact-sheet` and `--sprite`."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from stills import manifest as manifests
from tests.webvtt import read_webvtt

Stills = Callable[..., subprocess.CompletedProcess[str]]


def test_the_contact_sheet_is_a_file_and_in_the_zip(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    ran = stills("extract", video, "--contact-sheet", "sheet.jpg")

    assert ran.stdout.endswith(" s: clip.zip and sheet.jpg\n")
    assert {path.name for path in tmp_path.iterdir()} == {"clip.zip", "sheet.jpg"}
    sheet = (tmp_path / "sheet.jpg").read_bytes()
    assert sheet.startswith(b"\xff\xd8")
    with ZipFile(tmp_path / "clip.zip") as archive:
        assert archive.read("contact_sheet.jpg") == sheet
        assert "sprite.jpg" not in archive.namelist()


def test_the_sprite_is_in_the_zip(stills: Stills, video: Path, tmp_path: Path) -> None:
    assert stills("extract", video, "--sprite").returncode == 0

    with ZipFile(tmp_path / "clip.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist()[4:] == ["sprite.jpg", "sprite.vtt", "manifest.json"]
        assert len(read_webvtt(archive.read("sprite.vtt"))) == 4
        extras = manifests.decode(archive.read("manifest.json")).extras
        assert [extra.name for extra in extras] == ["sprite.jpg", "sprite.vtt"]


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        ("VIDEO", "VIDEO is the video itself"),
        ("clip.zip", "clip.zip is the zip itself"),
        ("./clip.zip", "clip.zip is the zip itself"),
        (".", ". is not a file"),
        ("nowhere/sheet.jpg", "nowhere/sheet.jpg: No such file or directory"),
    ],
)
def test_where_no_sheet_can_be_nothing_is_written(
    sheet: str, reason: str, stills: Stills, video: Path, tmp_path: Path
) -> None:
    before = video.read_bytes()

    ran = stills("extract", video, "--contact-sheet", sheet.replace("VIDEO", str(video)))

    expected = f"error: cannot_write: {reason.replace('VIDEO', str(video))}\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", expected)
    assert list(tmp_path.iterdir()) == []
    assert video.read_bytes() == before


def test_the_zip_that_is_there_is_not_taken_for_the_sheet(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    (tmp_path / "clip.zip").write_bytes(b"old")
    (tmp_path / "link.jpg").symlink_to("clip.zip")

    assert stills("extract", video, "--contact-sheet", "link.jpg").returncode == 2
    assert (tmp_path / "clip.zip").read_bytes() == b"old"


def test_an_extraction_that_fails_leaves_the_sheet_that_was_there(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    (tmp_path / "sheet.jpg").write_bytes(b"old")

    ran = stills("extract", video, "--contact-sheet", "sheet.jpg", "--start", "100")

    assert ran.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.jpg"]
    assert (tmp_path / "sheet.jpg").read_bytes() == b"old"


def test_a_plan_takes_the_same_flags_and_writes_nothing(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    ran = stills("plan", video, "--sprite", "--contact-sheet", "sheet.jpg")

    assert ran.returncode == 0
    assert list(tmp_path.iterdir()) == []
