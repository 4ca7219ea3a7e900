"""`--contact-sheet` and `--sprite`."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from stills import manifest as manifests
from tests.webvtt import read_webvtt

Stills = Callable[..., subprocess.CompletedProcess[str]]


def test_the_contact_sheet_is_written_to_its_file_and_to_the_zip(
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
def test_a_contact_sheet_that_cannot_be_written_stops_everything(
    sheet: str, reason: str, stills: Stills, video: Path, tmp_path: Path
) -> None:
    before = video.read_bytes()

    ran = stills("extract", video, "--contact-sheet", sheet.replace("VIDEO", str(video)))

    expected = f"error: cannot_write: {reason.replace('VIDEO', str(video))}\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", expected)
    assert list(tmp_path.iterdir()) == []
    assert video.read_bytes() == before


def test_a_link_to_the_zip_is_not_overwritten_by_the_contact_sheet(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    (tmp_path / "clip.zip").write_bytes(b"old")
    (tmp_path / "link.jpg").symlink_to("clip.zip")

    assert stills("extract", video, "--contact-sheet", "link.jpg").returncode == 2
    assert (tmp_path / "clip.zip").read_bytes() == b"old"


def test_a_failed_extraction_leaves_an_earlier_contact_sheet(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    (tmp_path / "sheet.jpg").write_bytes(b"old")

    ran = stills("extract", video, "--contact-sheet", "sheet.jpg", "--start", "100")

    assert ran.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.jpg"]
    assert (tmp_path / "sheet.jpg").read_bytes() == b"old"
