"""`stills probe` and `stills plan`: they tell of a video and write nothing."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Stills = Callable[..., subprocess.CompletedProcess[str]]


def test_probe_says_what_a_video_is(stills: Stills, video: Path) -> None:
    said = stills("probe", video).stdout.splitlines()

    assert [line.split() for line in said] == [
        ["clip.mp4"],
        ["container", "mov"],
        ["codec", "h264"],
        ["size", "320", "x", "180"],
        ["duration", "0:00:04.00"],
        ["frame", "rate", "25", "per", "second"],
        ["keyframes", "4"],
    ]


def test_probe_says_it_to_machines(stills: Stills, video: Path) -> None:
    facts = json.loads(stills("probe", video, "--json").stdout)

    assert (facts["codec"], facts["display_width"], facts["keyframes"]) == ("h264", 320, 4)


@pytest.mark.parametrize(
    "options", ["--every 0.3 --start 1", "--every-nth 9 --end 3", "--keyframes"]
)
def test_what_was_planned_is_extracted(
    options: str, stills: Stills, video: Path, tmp_path: Path
) -> None:
    plan = json.loads(stills("plan", video, "--json", *options.split()).stdout)
    assert list(tmp_path.iterdir()) == []

    manifest = json.loads(stills("extract", video, "--json", *options.split()).stdout)
    assert plan["images"] == len(manifest["images"])
    assert plan["archive_size"] == pytest.approx(manifest["archive_size"], rel=0.2)


def test_a_plan_says_that_it_is_an_estimate(stills: Stills, video: Path) -> None:
    title, *lines = stills("plan", video, "--skip-black").stdout.splitlines()

    assert title == "clip.mp4: estimates"
    assert lines[0].split() == ["images", "at", "most", "4"]
    assert [line.split()[0] for line in lines] == ["images", "zip", "here", "on", "cost"]
