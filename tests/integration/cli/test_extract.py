import json
import os
import pty
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import cv2
import numpy as np
import pytest

from local.clips import read_counter
from stills import manifest as manifests

Stills = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("options", "frames"),
    [
        ("", [0, 25, 50, 75]),
        ("--every 2", [0, 50]),
        ("--fps 0.5 --start 0.4", [10, 60]),
        ("--count 3 --end 3", [0, 37, 75]),
        ("--at 1.5,50%", [37, 49]),
        ("--every-nth 40", [0, 40, 80]),
        ("--keyframes", [0, 25, 50, 75]),
        ("--scenes --per-scene 2", [24, 74]),
        ("--every 1 --max-images 1", [0]),
    ],
)
def test_the_zip_has_the_chosen_frames(
    options: str, frames: list[int], stills: Stills, video: Path, tmp_path: Path
) -> None:
    ran = stills("extract", video, "-o", "out.zip", *options.split())

    assert ran.returncode == 0
    with ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        *images, manifest = archive.namelist()
        pictures = [np.frombuffer(archive.read(name), np.uint8) for name in images]
        decoded = [np.asarray(cv2.imdecode(each, cv2.IMREAD_COLOR), np.uint8) for each in pictures]
        assert [read_counter(picture) for picture in decoded] == frames
        assert len(manifests.decode(archive.read(manifest)).images) == len(frames)


def test_a_line_summarizes_the_extraction(stills: Stills, video: Path, tmp_path: Path) -> None:
    ran = stills("extract", video)

    assert re.fullmatch(r"4 images, \d+\.\d kB, \d+\.\d s: clip\.zip\n", ran.stdout)
    assert ran.stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["clip.zip"]


def test_json_prints_the_manifest_for_programs(stills: Stills, video: Path, tmp_path: Path) -> None:
    flags = "--format png --width 100 --height 100 --fit cover --pick sharpest"

    manifest = json.loads(
        stills("extract", video, "-o", "out.zip", "--json", *flags.split()).stdout
    )

    data = (tmp_path / "out.zip").read_bytes()
    assert manifest["archive_size"] == len(data)
    for image in manifest["images"]:
        assert (image["width"], image["height"]) == (100, 100)
        assert data[image["offset"] :][:4] == b"\x89PNG"


def test_the_summary_counts_the_images_that_were_left_out(stills: Stills, video: Path) -> None:
    flags = ["--skip-duplicates", "--duplicate-threshold", "1"]

    assert stills("extract", video, *flags).stdout.endswith("clip.zip (left out: 3 as duplicate)\n")


def test_progress_is_shown_on_a_terminal(command: Path, video: Path, tmp_path: Path) -> None:
    ours, terminal = pty.openpty()
    ran = subprocess.run(  # noqa: S603 - the command is ours
        [command, "extract", video],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(terminal)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)

    assert "Extracting" in shown
    assert "images" in shown
    assert ran.stdout.startswith(b"4 images, ")
