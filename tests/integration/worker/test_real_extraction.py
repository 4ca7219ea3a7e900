"""The worker with the real extraction, on a real clip."""

import io
import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import cv2
import numpy as np
import pytest

from contracts import keys
from contracts.messages import WorkFailed, WorkOpened, WorkSucceeded
from local.clips import make_clip, read_counter
from local.scene import Picture
from stills import manifest
from stills.sandbox import client
from tests.integration.worker.world import World
from worker import composition

RATE = 25


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    return make_clip(path, seconds=3, rate=RATE, width=320, height=180).read_bytes()


@pytest.fixture
def world(world: World) -> World:
    world.extract = client.extract
    return world


def decoded(data: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def test_a_clip_gives_one_image_per_second(world: World, clip: bytes) -> None:
    world.upload(clip)

    assert world.invoke() == []

    events = world.events()  # on a slow machine, progress may precede the description
    [opened] = [event for event in events if isinstance(event, WorkOpened)]
    succeeded = events[-1]
    assert (opened.source.width, opened.source.height, opened.source.duration) == (320, 180, 3.0)
    assert isinstance(succeeded, WorkSucceeded)
    assert succeeded.images == 3
    archive = world.images()[keys.archive(*world.ids)]
    found = manifest.decode(world.images()[keys.manifest(*world.ids)])
    with ZipFile(io.BytesIO(archive)) as zipped:
        frames = [read_counter(decoded(zipped.read(image.name))) for image in found.images]
    assert frames == [0, RATE, 2 * RATE]


def test_the_same_clip_gives_the_same_archive(world: World, clip: bytes) -> None:
    world.upload(clip)
    world.invoke()
    before = world.images()
    world.forget_manifest()

    world.invoke()

    assert world.images() == before


def test_a_text_file_is_not_a_video(world: World) -> None:
    world.upload(b"Dear diary, today I recorded nothing.")

    assert world.invoke() == []

    failed = world.events()[-1]
    assert isinstance(failed, WorkFailed)
    assert failed.code == "not_a_video"
    assert world.images() == {}


def test_an_empty_file_is_not_a_video(world: World) -> None:
    world.upload(b"")

    assert world.invoke() == []

    failed = world.events()[-1]
    assert isinstance(failed, WorkFailed)
    assert failed.code == "not_a_video"


def test_a_video_that_cannot_be_read_for_a_while_returns_the_job_to_the_queue(
    world: World, clip: bytes
) -> None:
    world.upload(clip)

    def refuse(params: dict[str, Any], **_: Any) -> None:
        if params["url_path"].endswith("/source"):
            raise ConnectionError("no route to S3")

    worker_s3 = composition.services().images._s3
    worker_s3.meta.events.register("before-call.s3.GetObject", refuse)

    assert world.invoke() == [world.message_id]

    assert not any(isinstance(event, WorkFailed) for event in world.events())


def test_the_worker_writes_nothing_to_the_disk(
    world: World, clip: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.upload(clip)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    world.invoke()

    assert list(tmp_path.iterdir()) == []
