"""The worker's one use case: run a job to an outcome, and say which."""

import io
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from msgspec.structs import replace

from contracts.messages import ExtractionRequested
from stills import manifest as manifests
from stills.errors import StillsError
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.output.archive import Archive
from worker.buckets import ImagesBucket, VideosBucket
from worker.deadline import Watch
from worker.errors import Canceled
from worker.events import Publish, Reports
from worker.log import logger
from worker.retries import Postpone
from worker.s3_file import BUFFER_SIZE


class Extract(Protocol):
    """The engine, `worker.engine.extract`."""

    def __call__(
        self,
        video: BinaryIO,
        options: ExtractionOptions,
        *,
        store: Callable[[str, bytes], int],
        progress: Callable[[float, int], None],
        opened: Callable[[Source, int], None],
    ) -> Manifest: ...


@dataclass(frozen=True)
class Services:
    """What a job needs of the outside world."""

    videos: VideosBucket
    images: ImagesBucket
    publish: Publish
    extract: Extract
    postpone: Postpone


def run_job(job: ExtractionRequested, services: Services, remaining: Callable[[], float]) -> None:
    """Runs the job, or only repeats what became of it if it was done before.

    `remaining` says how many seconds the function may still run. Raises what another delivery
    of the job may mend; a permanent error is published, and a canceled job ends in silence.
    """
    reports = Reports(services.publish, job)
    try:
        manifest = services.images.manifest(job) or _extract(job, services, reports, remaining)
    except Canceled:
        logger.info("The job was canceled")
    except StillsError as error:
        if error.retryable:
            raise
        logger.warning("The job failed for good", code=error.code, reason=error.reason)
        reports.failed(error)
    else:
        reports.succeeded(manifest)


def _extract(
    job: ExtractionRequested,
    services: Services,
    reports: Reports,
    remaining: Callable[[], float],
) -> Manifest:
    began = time.monotonic()
    watch = Watch(
        remaining=remaining,
        is_canceled=lambda: services.images.is_canceled(job),
        report=reports.progressed,
    )
    watch.stop_if_canceled()
    reports.started()
    with services.videos.open(job.source_key) as source:
        video = io.BufferedReader(source, BUFFER_SIZE)
        manifest = _write_archive(job, services, reports, video, watch)
    services.images.put_manifest(job, manifest)
    logger.info(
        "The job is done",
        images=len(manifest.images),
        archive_bytes=manifest.archive_size,
        fetched_bytes=source.fetched,
        source_bytes=source.size,
        seconds=round(time.monotonic() - began, 3),
    )
    return manifest


def _write_archive(
    job: ExtractionRequested, services: Services, reports: Reports, video: BinaryIO, watch: Watch
) -> Manifest:
    with services.images.upload_archive(job) as upload, closing(Archive(upload)) as archive:
        manifest = services.extract(
            video, job.options, store=archive.store, progress=watch, opened=reports.opened
        )
        archive.store("manifest.json", manifests.encode(manifest))
        size = archive.finish()
        watch.stop_if_canceled()
        upload.complete()
    return replace(manifest, archive_size=size)
