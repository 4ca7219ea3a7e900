"""A job that only opens the video."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from contracts.messages import OPENING, WorkFailed, WorkOpened, WorkProgressed, WorkStarted
from local.clips import make_clip
from stills.manifest import Source
from tests.integration.worker.world import World
from tests.samples import a_source
from worker.jobs import Describe


@pytest.fixture
def opening(world: World) -> World:
    [record] = world.event["Records"]
    record["body"] = json.dumps(json.loads(record["body"]) | {"extraction": OPENING})
    return world


def test_the_video_is_described_and_nothing_is_stored(opening: World, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", seconds=2, width=64, height=48)
    opening.upload(clip.read_bytes())

    assert opening.invoke() == []

    started, *_, opened = opening.events()
    assert isinstance(started, WorkStarted)
    assert isinstance(opened, WorkOpened)
    assert (opened.source.width, opened.source.height, opened.source.duration) == (64, 48, 2)
    assert opened.keyframes >= 1
    assert opening.images() == {}
    assert opening.extraction.videos == []


def test_what_is_no_video_fails(opening: World) -> None:
    opening.upload(b"Dear reader, this is no video. " * 100)

    assert opening.invoke() == []

    *_, failed = opening.events()
    assert isinstance(failed, WorkFailed)
    assert failed.code == "not_a_video"


def test_an_opening_keeps_its_lease(opening: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.deadline.INTERVAL", 0)
    opening.upload()
    opening.describe = waiting(lambda: None)

    assert opening.invoke() == []

    _, progressed, opened = opening.events()
    assert isinstance(progressed, WorkProgressed)
    assert (progressed.fraction, progressed.images) == (0, 0)
    assert isinstance(opened, WorkOpened)


def test_an_opening_that_takes_too_long_fails_in_time(opening: World) -> None:
    opening.upload()
    opening.describe = waiting(lambda: setattr(opening.context, "remaining", 10_000))

    assert opening.invoke() == []

    *_, failed = opening.events()
    assert isinstance(failed, WorkFailed)
    assert failed.code == "timed_out"


def test_an_opening_notices_that_it_is_canceled(
    opening: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.deadline.INTERVAL", 0)
    opening.upload()
    opening.describe = waiting(opening.cancel)

    assert opening.invoke() == []

    [started] = opening.events()
    assert isinstance(started, WorkStarted)


def waiting(meanwhile: Callable[[], None]) -> Describe:
    """Stands in for a sandbox that takes a second, in which something happens."""

    def describe(file: BinaryIO, wait: Callable[[], None]) -> tuple[Source, int]:
        meanwhile()
        wait()
        return a_source(), 4

    return describe


def test_a_canceled_opening_says_nothing(opening: World) -> None:
    opening.upload()
    opening.cancel()

    assert opening.invoke() == []
    assert opening.events() == []
