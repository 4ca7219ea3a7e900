"""The names of the images, in the zip and in the manifest."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import stills
from tests.codecs import CLIPS

Clip = Callable[..., Path]
Extract = Callable[..., Any]


@pytest.mark.parametrize(("suffix", "how"), CLIPS.values(), ids=CLIPS)
def test_the_number_of_a_frame_is_its_place_in_the_video(
    suffix: str, how: dict[str, Any], clip: Clip, run: Extract
) -> None:
    extracted = run(clip(suffix, **how), interval=0.7, names="{frame}")

    assert [int(name.removesuffix(".jpg")) for name in extracted.files] == extracted.counters
    assert extracted.counters == [0, 17, 35, 52, 70, 87]


def test_images_are_named_after_the_file(clip: Clip, tmp_path: Path) -> None:
    video = tmp_path / "my holiday.final.mp4"
    video.write_bytes(clip("mp4").read_bytes())
    target = tmp_path / "out.zip"

    manifest = stills.extract(video, target, every=2, names="{name}-{time}")

    names = ["my holiday.final-00000.000000.jpg", "my holiday.final-00002.000000.jpg"]
    assert [image.name for image in manifest.images] == names
    assert ZipFile(target).namelist() == [*names, "manifest.json"]


def test_a_file_may_have_a_name_that_is_not_unicode(clip: Clip, tmp_path: Path) -> None:
    video = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    video.write_bytes(clip("mp4").read_bytes())

    manifest = stills.extract(video, tmp_path / "out.zip", count=1, names="{name}-{index}")

    assert [image.name for image in manifest.images] == ["caf_-0.jpg"]


def test_images_of_a_file_without_a_name_are_named_video(clip: Clip, tmp_path: Path) -> None:
    video = io.BytesIO(clip("mp4").read_bytes())

    manifest = stills.extract(video, tmp_path / "out.zip", count=1, names="{name}-{index}")

    assert [image.name for image in manifest.images] == ["video-0.jpg"]
