"""Says what happened to a job, on the worker's topic."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from contracts.messages import (
    ExtractionRequested,
    WorkerEvent,
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
)
from stills.errors import StillsError
from stills.manifest import Manifest, Source

Publish = Callable[[WorkerEvent], None]


class JobEvents:
    """The worker's events about one job, at the time they are made."""

    def __init__(self, publish: Publish, job: ExtractionRequested) -> None:
        self._publish = publish
        self._job = job

    def started(self) -> None:
        self._publish(WorkStarted(**self._about()))

    def opened(self, source: Source, keyframes: int) -> None:
        self._publish(WorkOpened(**self._about(), source=source, keyframes=keyframes))

    def progressed(self, fraction: float, images: int) -> None:
        self._publish(WorkProgressed(**self._about(), fraction=fraction, images=images))

    def succeeded(self, manifest: Manifest) -> None:
        """`manifest` is that of the images bucket, with the archive's size."""
        self._publish(
            WorkSucceeded(
                **self._about(),
                images=len(manifest.images),
                archive_size=manifest.archive_size or 0,
                warnings=manifest.warnings,
                dropped=manifest.dropped,
                decoded_until=manifest.decoded_until,
            )
        )

    def failed(self, error: StillsError) -> None:
        self._publish(WorkFailed(**self._about(), code=error.code, reason=error.reason))

    def _about(self) -> dict[str, Any]:
        return {
            "user_id": self._job.user_id,
            "video_id": self._job.video_id,
            "extraction": self._job.extraction,
            "attempt": self._job.attempt,
            "at": datetime.now(UTC),
        }
