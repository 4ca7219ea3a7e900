"""A job, from the message in the queue to the archive, the manifest and the published events."""

import io
from typing import BinaryIO
from zipfile import ZipFile

import pytest
from botocore.exceptions import ClientError

from contracts import keys
from contracts.messages import (
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
)
from stills import manifest
from stills.errors import NotAVideo
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.sink import Sink
from tests.integration.worker.world import VIDEO, World
from worker import composition, deadline
from worker.errors import SourceChanged


def test_a_job_ends_with_an_archive_a_manifest_and_an_event(world: World) -> None:
    world.upload()

    failed = world.invoke()

    assert failed == []
    assert world.extraction.videos == [VIDEO]
    started, opened, succeeded = world.events()
    assert isinstance(started, WorkStarted)
    assert isinstance(opened, WorkOpened)
    assert isinstance(succeeded, WorkSucceeded)
    about = (succeeded.user_id, succeeded.video_id, succeeded.extraction, succeeded.attempt)
    assert about == world.ids
    objects = world.images()
    assert objects.keys() == {keys.archive(*world.ids), keys.manifest(*world.ids)}
    assert succeeded.archive_size == len(objects[keys.archive(*world.ids)])
    assert succeeded.images == 3


def test_offsets_in_the_manifest_locate_the_images_in_the_archive(world: World) -> None:
    world.upload()
    world.extraction.count, world.extraction.size = 40, 1_000_000  # several parts

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


def test_a_finished_job_that_is_delivered_again_only_publishes_its_result_again(
    world: World,
) -> None:
    world.upload()
    world.invoke()
    first, before = world.events()[-1], world.images()

    assert world.invoke() == []

    (again,) = world.events()
    assert isinstance(again, WorkSucceeded)
    assert isinstance(first, WorkSucceeded)
    assert again.archive_size == first.archive_size
    assert len(world.extraction.videos) == 1
    assert world.images() == before


def test_a_job_that_crashed_before_it_wrote_its_manifest_is_repeated_with_the_same_result(
    world: World,
) -> None:
    world.upload()
    world.invoke()
    before = world.images()
    world.forget_manifest()

    world.invoke()

    assert world.images() == before


def conflict_once() -> None:
    """S3 refuses to complete an archive because of another run at the same moment."""
    events = composition.services().images._s3.meta.events

    def refuse(**_: object) -> None:
        events.unregister("before-call.s3.CompleteMultipartUpload", refuse)
        problem = {"Error": {"Code": "ConditionalRequestConflict", "Message": "a conflict"}}
        raise ClientError(problem, "CompleteMultipartUpload")  # type: ignore[arg-type]

    events.register("before-call.s3.CompleteMultipartUpload", refuse)


def test_a_conflict_with_a_run_that_stores_nothing_is_tried_again(world: World) -> None:
    world.upload()
    conflict_once()

    assert world.invoke() == [world.message_id]
    assert not any(isinstance(event, WorkFailed) for event in world.events())
    assert world.unfinished_uploads() == []
    assert world.invoke() == []

    *_, succeeded = world.events()
    assert isinstance(succeeded, WorkSucceeded)
    assert world.images().keys() == {keys.archive(*world.ids), keys.manifest(*world.ids)}


def test_a_conflict_with_a_run_that_has_stored_the_archive_ends_with_it(world: World) -> None:
    world.upload()
    world.invoke()
    before = world.images()
    world.forget_manifest()
    conflict_once()

    assert world.invoke() == []

    assert world.images() == before


def test_a_job_that_is_canceled_before_it_starts_does_nothing(world: World) -> None:
    world.upload()
    world.cancel()

    assert world.invoke() == []

    assert world.events() == []
    assert world.extraction.videos == []
    assert world.images().keys() == {keys.canceled(*world.ids)}


@pytest.mark.parametrize(
    "image", [pytest.param(20, id="in the middle"), pytest.param(39, id="at its end")]
)
def test_a_job_that_is_canceled_while_it_runs_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch, image: int
) -> None:
    world.upload()
    world.extraction.count, world.extraction.size = 40, 1_000_000
    world.extraction.before_image = lambda index: world.cancel() if index == image else None
    monkeypatch.setattr(deadline, "INTERVAL", 0 if image < 39 else 3600)

    assert world.invoke() == []

    assert not any(isinstance(event, WorkSucceeded | WorkFailed) for event in world.events())
    assert world.images().keys() == {keys.canceled(*world.ids)}
    assert world.unfinished_uploads() == []


def test_progress_is_published_while_the_job_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.upload()
    monkeypatch.setattr(deadline, "INTERVAL", 0)

    world.invoke()

    events = world.events()
    kinds = [WorkStarted, WorkOpened, *[WorkProgressed] * 3, WorkSucceeded]
    assert [type(event) for event in events] == kinds
    progress = [event for event in events if isinstance(event, WorkProgressed)]
    assert [event.images for event in progress] == [1, 2, 3]
    assert [event.fraction for event in progress] == pytest.approx([1 / 3, 2 / 3, 1])


def test_a_video_that_no_longer_exists_fails_permanently(world: World) -> None:
    assert world.invoke() == []

    started, failed = world.events()
    assert isinstance(started, WorkStarted)
    assert isinstance(failed, WorkFailed)
    assert (failed.code, failed.reason) == (
        "source_missing",
        "The uploaded video no longer exists.",
    )


def test_a_file_that_is_not_a_video_fails_permanently_and_leaves_nothing_behind(
    world: World,
) -> None:
    world.upload(b"%PDF-1.7 no video at all")

    def refuse(file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        raise NotAVideo("The file is a PDF document.")

    world.extract = refuse

    assert world.invoke() == []

    _, failed = world.events()
    assert isinstance(failed, WorkFailed)
    assert (failed.code, failed.reason) == ("not_a_video", "The file is a PDF document.")
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_a_job_that_runs_out_of_time_fails_permanently_and_leaves_nothing_behind(
    world: World,
) -> None:
    world.upload()

    def let_time_pass(index: int) -> None:
        world.context.remaining = 14_000

    world.extraction.before_image = let_time_pass

    assert world.invoke() == []

    *_, opened, failed = world.events()
    assert isinstance(opened, WorkOpened)
    assert isinstance(failed, WorkFailed)
    assert (opened.source.duration, opened.keyframes) == (3.0, 4)
    assert failed.code == "timed_out"
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_a_video_that_is_replaced_while_it_is_read_fails_permanently(
    world: World,
) -> None:
    world.upload()

    def replaced(file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        raise SourceChanged

    world.extract = replaced

    assert world.invoke() == []

    *_, failed = world.events()
    assert isinstance(failed, WorkFailed)
    assert failed.code == "source_changed"
    assert world.unfinished_uploads() == []


def test_a_part_that_cannot_be_uploaded_returns_the_job_to_the_queue(world: World) -> None:
    world.upload()
    world.extraction.count, world.extraction.size = 40, 1_000_000

    def refuse(**_: object) -> None:
        raise ConnectionError("no route to S3")

    worker_s3 = composition.services().images._s3
    worker_s3.meta.events.register("before-call.s3.UploadPart", refuse)

    failed = world.invoke()

    assert failed == [world.message_id]
    assert [type(event) for event in world.events()] == [WorkStarted, WorkOpened]
    assert world.images() == {}
    assert world.unfinished_uploads() == []


def test_an_unexpected_error_returns_the_job_to_the_queue(world: World) -> None:
    world.upload()

    def crash(index: int) -> None:
        raise RuntimeError("a bug")

    world.extraction.before_image = crash

    assert world.invoke() == [world.message_id]

    assert world.unfinished_uploads() == []
