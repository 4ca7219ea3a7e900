"""A job that only opens the video."""

import json
from pathlib import Path

import pytest

from contracts.messages import OPENING, WorkFailed, WorkOpened, WorkStarted, WorkSucceeded
from local.clips import make_clip
from tests.integration.worker.world import World


@pytest.fixture
def opening(world: World) -> World:
    [record] = world.event["Records"]
    record["body"] = json.dumps(json.loads(record["body"]) | {"extraction": OPENING})
    return world


def test_the_video_is_described_and_nothing_is_stored(opening: World, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", seconds=2, width=64, height=48)
    opening.upload(clip.read_bytes())

    assert opening.invoke() == []

    started, opened, succeeded = opening.events()
    assert isinstance(started, WorkStarted)
    assert isinstance(opened, WorkOpened)
    assert (opened.source.width, opened.source.height, opened.source.duration) == (64, 48, 2)
    assert opened.keyframes >= 1
    assert isinstance(succeeded, WorkSucceeded)
    assert (succeeded.images, succeeded.archive_size) == (0, 0)
    assert opening.images() == {}
    assert opening.extraction.videos == []


def test_what_is_no_video_fails(opening: World) -> None:
    opening.upload(b"Dear reader, this is no video. " * 100)

    assert opening.invoke() == []

    *_, failed = opening.events()
    assert isinstance(failed, WorkFailed)
    assert failed.code == "not_a_video"


def test_a_canceled_opening_says_nothing(opening: World) -> None:
    opening.upload()
    opening.cancel()

    assert opening.invoke() == []
    assert opening.events() == []
