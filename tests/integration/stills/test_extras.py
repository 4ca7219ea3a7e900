"""Contact sheet and sprite, checked by the frame counter that their tiles show."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from local.clips import read_counter
from local.scene import Picture
from stills.options import ExtractionOptions
from stills.output.contact_sheet import CAPTION_HEIGHT, GAP
from stills.output.tiles import Grid
from stills.sandbox import client
from tests.sinks import MemorySink
from tests.webvtt import Cue, read_webvtt

Clip = Callable[..., Path]
Extract = Callable[..., Any]

RATE = 25
BOTH: dict[str, Any] = {"contact_sheet": True, "sprite": True}
NAMES = ["contact_sheet.jpg", "sprite.jpg", "sprite.vtt"]


def picture(data: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def counter_in(sprite: Picture, cue: Cue) -> int:
    return read_counter(sprite[cue.y : cue.y + cue.height, cue.x : cue.x + cue.width])


@pytest.mark.parametrize("interval", [0.04, 0.1, 1])
def test_the_sprite_shows_the_frames_on_screen_at_the_start_of_its_cues(
    interval: float, clip: Clip, run: Extract
) -> None:
    extracted = run(clip("mp4", seconds=5), interval=interval, sprite=True)

    sprite = picture(extracted.files["sprite.jpg"])
    cues = read_webvtt(extracted.files["sprite.vtt"])
    assert len(cues) == min(100, len(extracted.times))
    assert [counter_in(sprite, cue) for cue in cues] == [cue.start * RATE // 1000 for cue in cues]
    assert {cue.url for cue in cues} == {"sprite.jpg"}
    assert (cues[0].start, cues[-1].end) == (0, 5000)
    assert cues[-1].start == round(extracted.times[-1] * 1000)


def test_the_contact_sheet_shows_the_images(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), count=4, contact_sheet=True)

    sheet = picture(extracted.files["contact_sheet.jpg"])
    grid = Grid(2, 320, 180 + CAPTION_HEIGHT, GAP)
    tiles = [sheet[y : y + 180, x : x + 320] for x, y, *_ in map(grid.cell, range(4))]
    assert [read_counter(tile) for tile in tiles] == [0, 33, 66, 99]


def test_extras_show_only_the_images_that_are_kept(clip: Clip, run: Extract) -> None:
    extracted = run(
        clip("mp4"), interval=1, skip_duplicates=True, duplicate_threshold=1, sprite=True
    )

    assert len(extracted.times) == 1
    [cue] = read_webvtt(extracted.files["sprite.vtt"])
    assert (cue.start, cue.end) == (0, 4000)


def test_extras_are_stored_in_the_archive_after_the_images(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), count=2, **BOTH)

    archive = b"".join(extracted.files.values())
    assert list(extracted.files)[2:] == NAMES
    assert [extra.name for extra in extracted.manifest.extras] == NAMES
    for extra in extracted.manifest.extras:
        data = archive[extra.offset : extra.offset + extra.size]
        assert data == extracted.files[extra.name]
        assert extra.sha256 == hashlib.sha256(data).hexdigest()
        if extra.media_type == "image/jpeg":
            assert picture(data).shape == (extra.height, extra.width, 3)


@pytest.mark.parametrize(
    ("options", "names"),
    [({}, []), ({"contact_sheet": True}, NAMES[:1]), ({"sprite": True}, NAMES[1:])],
)
def test_only_the_chosen_extras_are_made(
    options: dict[str, bool], names: list[str], clip: Clip, run: Extract
) -> None:
    extracted = run(clip("mp4"), count=2, **options)

    assert list(extracted.files)[2:] == names
    assert [extra.name for extra in extracted.manifest.extras] == names


def test_extras_are_not_larger_than_the_images(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), count=3, width=16, **BOTH)

    cues = read_webvtt(extracted.files["sprite.vtt"])
    assert {(cue.width, cue.height) for cue in cues} == {(16, 9)}
    assert picture(extracted.files["sprite.jpg"]).shape == (9, 48, 3)


def test_the_child_process_makes_the_same_extras(clip: Clip, run: Extract) -> None:
    """The child can open nothing, not even a font."""
    in_process = run(clip("mp4"), count=3, **BOTH)
    sink = MemorySink()

    with clip("mp4").open("rb") as file:
        options = ExtractionOptions(count=3, **BOTH)
        manifest = client.extract(file, options, sink)

    assert sink.files == in_process.files
    assert manifest == in_process.manifest
