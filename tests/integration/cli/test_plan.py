"""`stills plan`: estimates an extraction and writes nothing."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Stills = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    "options", ["--every 0.3 --start 1", "--every-nth 9 --end 3", "--keyframes"]
)
def test_the_plan_has_as_many_images_and_bytes_as_the_extraction(
    options: str, stills: Stills, video: Path, tmp_path: Path
) -> None:
    plan = json.loads(stills("plan", video, "--json", *options.split()).stdout)
    assert list(tmp_path.iterdir()) == []

    manifest = json.loads(stills("extract", video, "--json", *options.split()).stdout)
    assert plan["images"] == len(manifest["images"])
    assert plan["archive_size"] == pytest.approx(manifest["archive_size"], rel=0.2)


def test_the_table_says_that_it_shows_estimates(stills: Stills, video: Path) -> None:
    title, *lines = stills("plan", video, "--skip-black").stdout.splitlines()

    assert title == "clip.mp4: estimates"
    assert lines[0].split() == ["images", "at", "most", "4"]
    assert [line.split()[0] for line in lines] == ["images", "zip", "here", "on", "cost"]


@pytest.mark.parametrize(
    ("options", "images"),
    [("", "4"), ("--skip-duplicates", "at most 4"), ("--scenes", "about 1")],
)
def test_the_number_of_images_says_how_certain_it_is(
    options: str, images: str, stills: Stills, video: Path
) -> None:
    _, line, *_ = stills("plan", video, *options.split()).stdout.splitlines()

    assert line.split(maxsplit=1) == ["images", images]


def test_a_plan_accepts_the_flags_of_an_extraction_and_writes_nothing(
    stills: Stills, video: Path, tmp_path: Path
) -> None:
    ran = stills("plan", video, "--sprite", "--contact-sheet", "sheet.jpg")

    assert ran.returncode == 0
    assert list(tmp_path.iterdir()) == []
