"""From the queue's event to the archive, the manifest and what is said on the topic."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest

from contracts import keys
from contracts.messages import (
    ExtractionCompleted,
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
    encode,
)
from stills import manifest
from stills.errors import NotAVideo
from worker import composition, deadline
from worker.log import logger


def test_a_job_ends_in_an_archive_a_manifest_and_a_message(world: Any) -> None:
    world.upload()

    failed = world.invoke()

    assert failed == []
    assert world.engine.seen == [b"a video" * 1000]
    started, opened, succeeded = world.said()
    assert isinstance(started, WorkStarted)
    assert isinstance(opened, WorkOpened)
    assert isinstance(succeeded, WorkSucceeded)
    assert (succeeded.user_id, succeeded.video_id, succeeded.extraction) == world.ids
    objects = world.images()
    assert objects.keys() == {keys.archive(*world.ids), keys.manifest(*world.ids)}
    assert succeeded.archive_size == len(objects[keys.archive(*world.ids)])
    assert succeeded.images == 3


def test_the_manifest_finds_each_image_in_the_archive(world: Any) -> None:
    world.upload()
    world.engine.count, world.engine.size = 40, 1_000_000  # several parts

    world.invoke()

    archive = world.images()[keys.archive(*world.ids)]
    found = manifest.decode(world.images()[keys.manifest(*world.ids)])
    assert found.archive_size == len(archive)
    with ZipFile(io.BytesIO(archive)) as zipped:
        assert zipped.testzip() is None
        assert zipped.namelist() == [*(i.name for i in found.images), "manifest.json"]
        inside = manifest.decode(zipped.read("manifest.json"))
        for image in found.images:
            assert archive[image.offset : image.offset + image.size] == zipped.read(image.name)
    assert inside.images == found.images


def test_a_job_that_was_done_is_said_again_and_not_done_again(world: Any) -> None:
    world.upload()
    world.invoke()
    first, before = world.said(), world.images()

    assert world.invoke() == []

    (again,) = world.said()
    assert isinstance(again, WorkSucceeded)
    assert again.archive_size == first[-1].archive_size
    assert len(world.engine.seen) == 1
    assert world.images() == before


def test_a_job_that_died_before_its_manifest_is_done_again_alike(world: Any) -> None:
    world.upload()
    world.invoke()
    before = world.images()
    world.s3.delete_object(Bucket="images", Key=keys.manifest(*world.ids))

    world.invoke()

    assert world.images() == before


def test_a_job_canceled_before_it_began_does_nothing(world: Any) -> None:
    world.upload()
    world.cancel()

    assert world.invoke() == []

    assert world.said() == []
    assert world.engine.seen == []
    assert world.images().keys() == {keys.canceled(*world.ids)}


@pytest.mark.parametrize(
    "image", [pytest.param(20, id="midway"), pytest.param(39, id="at its end")]
)
def test_a_job_canceled_at_work_leaves_nothing_behind(
    world: Any, monkeypatch: pytest.MonkeyPatch, image: int
) -> None:
    world.upload()
    world.engine.count, world.engine.size = 40, 1_000_000
    world.engine.before_image = lambda index: world.cancel() if index == image else None
    monkeypatch.setattr(deadline, "INTERVAL", 0 if image < 39 else 3600)

    assert world.invoke() == []

    assert not any(isinstance(event, WorkSucceeded | WorkFailed) for event in world.said())
    assert world.images().keys() == {keys.canceled(*world.ids)}
    assert world.unfinished_uploads() == []


def test_progress_is_said_while_the_job_runs(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upload()
    monkeypatch.setattr(deadline, "INTERVAL", 0)

    world.invoke()

    said = world.said()
    kinds = [WorkStarted, WorkOpened, *[WorkProgressed] * 3, WorkSucceeded]
    assert [type(event) for event in said] == kinds
    progress = [event for event in said if isinstance(event, WorkProgressed)]
    assert [event.images for event in progress] == [1, 2, 3]
    assert [event.fraction for event in progress] == pytest.approx([1 / 3, 2 / 3, 1])


def test_a_video_that_is_gone_fails_for_good(world: Any) -> None:
    assert world.invoke() == []

    started, failed = world.said()
    assert isinstance(started, WorkStarted)
    assert isinstance(failed, WorkFailed)
    assert (failed.code, failed.reason) == (
        "source_missing",
        "The uploaded video no longer exists.",
    )


def test_a_file_that_is_no_video_fails_for_good_and_leaves_nothing(world: Any) -> None:
    world.upload(b"%PDF-1.7 no video at all")

    def refuse(*_: Any, **__: Any) -> None:
        raise NotAVideo("The file is a PDF document.")

    world.engine = refuse

    assert world.invoke() == []

    _, failed = world.said()
    assert (failed.code, failed.reason) == ("not_a_video", "The file is a PDF document.")
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_a_job_out_of_time_fails_for_good_and_leaves_nothing(world: Any) -> None:
    world.upload()

    def run_down(index: int) -> None:
        world.context.remaining = 14_000

    world.engine.before_image = run_down

    assert world.invoke() == []

    *_, opened, failed = world.said()
    assert (opened.source.duration, opened.keyframes) == (3.0, 4)
    assert failed.code == "timed_out"
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_a_part_that_cannot_be_uploaded_sends_the_job_back(world: Any) -> None:
    world.upload()
    world.engine.count, world.engine.size = 40, 1_000_000

    def refuse(**_: Any) -> None:
        raise ConnectionError("no route to S3")

    worker_s3 = composition.services().images._s3
    worker_s3.meta.events.register("before-call.s3.UploadPart", refuse)

    failed = world.invoke()

    assert failed == [world.event["Records"][0]["messageId"]]
    assert [type(event) for event in world.said()] == [WorkStarted, WorkOpened]
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_an_unexpected_error_sends_the_job_back(world: Any) -> None:
    world.upload()

    def crash(index: int) -> None:
        raise RuntimeError("a bug")

    world.engine.before_image = crash

    assert world.invoke() == [world.event["Records"][0]["messageId"]]

    assert world.unfinished_uploads() == []


def test_a_message_that_cannot_be_parsed_fails_alone(world: Any) -> None:
    world.upload()
    (record,) = world.event["Records"]
    world.event["Records"] += [
        {**record, "messageId": "garbage", "body": "not json"},
        {**record, "messageId": "unknown", "body": '{"type": "extraction.unheard_of"}'},
    ]

    assert world.invoke() == ["garbage", "unknown"]

    assert isinstance(world.said()[-1], WorkSucceeded)


def test_an_event_that_asks_for_nothing_is_ignored(world: Any) -> None:
    job = world.job
    world.event["Records"][0]["body"] = encode(
        ExtractionCompleted(
            user_id=job.user_id,
            video_id=job.video_id,
            extraction=1,
            at=job.at,
            video_name="holiday.mp4",
            images=3,
        )
    )

    assert world.invoke() == []

    assert world.said() == []


def test_every_line_says_which_job_and_which_request(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.upload()
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)

    world.invoke()

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert lines
    for line in lines:
        assert (line["video_id"], line["extraction"]) == world.ids[1:]
        assert line["function_request_id"] == world.context.aws_request_id
    done = lines[-1]
    assert done["images"] == 3
    assert done["fetched_bytes"] == done["source_bytes"] == len(b"a video" * 1000)
    assert done["archive_bytes"] == len(world.images()[keys.archive(*world.ids)])
