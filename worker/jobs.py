"""The worker's use case: run a job, and publish how it ended."""

import io
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from msgspec.structs import replace

from contracts.messages import OPENING, ExtractionRequested
from stills import manifest as manifests
from stills.errors import StillsError
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.output.archive import Archive
from stills.sink import Sink
from worker.buckets import ImagesBucket, VideosBucket
from worker.deadline import Deadline
from worker.errors import Canceled, StoredBefore
from worker.events import JobEvents, Publish
from worker.log import logger
from worker.retries import Postpone
from worker.s3_file import BUFFER_SIZE

Extract = Callable[[BinaryIO, ExtractionOptions, Sink], Manifest]
"""`stills.sandbox.client.extract`."""

Describe = Callable[[BinaryIO, Callable[[], None]], tuple[Source, int]]
"""`stills.sandbox.client.describe`."""


@dataclass(frozen=True)
class Services:
    """Everything outside the worker that a job needs."""

    videos: VideosBucket
    images: ImagesBucket
    publish: Publish
    extract: Extract
    describe: Describe
    postpone: Postpone


def run_job(job: ExtractionRequested, services: Services, remaining: Callable[[], float]) -> None:
    """Runs the job. If it has been done before, only publishes its result again.

    `remaining` returns the seconds until the function's timeout. Raises an exception if the job
    should be retried. A permanent error is published; a canceled job ends silently.
    """
    events = JobEvents(services.publish, job)
    deadline = Deadline(
        remaining=remaining,
        is_canceled=lambda: services.images.is_canceled(job),
        report=events.progressed,
    )
    try:
        if job.extraction == OPENING:
            _open(job, services, events, deadline)
        else:
            manifest = services.images.manifest(job) or _extract(job, services, events, deadline)
            events.succeeded(manifest)
    except Canceled:
        logger.info("The job was canceled")
    except StillsError as error:
        logger.warning("The job failed permanently", code=error.code, reason=error.reason)
        events.failed(error)


def _open(
    job: ExtractionRequested, services: Services, events: JobEvents, deadline: Deadline
) -> None:
    """Publishes what the video is. To do it again does no harm."""
    deadline.stop_if_canceled()
    events.started()
    with services.videos.open(job) as source:
        video = io.BufferedReader(source, BUFFER_SIZE)
        described, keyframes = services.describe(video, lambda: deadline.check(0, 0))
    events.opened(described, keyframes)


def _extract(
    job: ExtractionRequested, services: Services, events: JobEvents, deadline: Deadline
) -> Manifest:
    started = time.monotonic()
    deadline.stop_if_canceled()
    events.started()
    with services.videos.open(job) as source:
        video = io.BufferedReader(source, BUFFER_SIZE)
        manifest = _write_archive(job, services, events, video, deadline)
    services.images.put_manifest(job, manifest)
    logger.info(
        "The job is done",
        images=len(manifest.images),
        archive_bytes=manifest.archive_size,
        fetched_bytes=source.fetched,
        source_bytes=source.size,
        seconds=round(time.monotonic() - started, 3),
    )
    return manifest


def _write_archive(
    job: ExtractionRequested,
    services: Services,
    events: JobEvents,
    video: BinaryIO,
    deadline: Deadline,
) -> Manifest:
    with services.images.upload_archive(job) as upload, closing(Archive(upload)) as archive:
        manifest = services.extract(video, job.options, _JobSink(archive, events, deadline))
        archive.store("manifest.json", manifests.encode(manifest))
        size = archive.finish()
        deadline.stop_if_canceled()
        try:
            upload.complete()
        except StoredBefore:
            return services.images.stored_manifest(job)
    return replace(manifest, archive_size=size)


class _JobSink(Sink):
    """Stores into the archive, publishes what the video is, and keeps to the deadline."""

    def __init__(self, archive: Archive, events: JobEvents, deadline: Deadline) -> None:
        self._archive = archive
        self._events = events
        self._deadline = deadline

    def store(self, name: str, data: bytes) -> int:
        return self._archive.store(name, data)

    def opened(self, source: Source, keyframes: int) -> None:
        self._events.opened(source, keyframes)

    def progress(self, fraction: float, images: int) -> None:
        self._deadline.check(fraction, images)
