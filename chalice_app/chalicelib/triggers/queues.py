"""Messages from the queues, by Powertools' batch processor: what failed comes again alone."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from chalicelib.composition import Services
from chalicelib.videos import lifecycle, results
from contracts.messages import ExtractionRequested, decode_api_event, decode_worker_event

logger = Logger(service="api", child=True)

_NEVER_RAN = "The extraction was tried several times and broke down each time. Our team was told."
_RESULT_LOST = "The result of the extraction could not be taken in. Try again."


def on_results(services: Services, event: dict[str, Any]) -> Any:
    """The worker's events."""
    return _each(event, lambda body: results.apply(services, decode_worker_event(body)))


def on_dead_jobs(services: Services, event: dict[str, Any]) -> Any:
    """Jobs that no worker could finish or even report on: their videos fail."""

    def bury(body: str) -> None:
        job = decode_api_event(body)
        if isinstance(job, ExtractionRequested):
            logger.error("dead job", video_id=job.video_id, extraction=job.extraction)
            _fail(services, job, "worker_failed", _NEVER_RAN)

    return _each(event, bury)


def on_dead_results(services: Services, event: dict[str, Any]) -> Any:
    """Results that were not taken in: they get one more chance, then their videos fail."""

    def bury(body: str) -> None:
        result = decode_worker_event(body)
        logger.error("dead result", video_id=result.video_id, extraction=result.extraction)
        try:
            results.apply(services, result)
        except Exception:
            logger.exception("a dead result cannot be taken in", video_id=result.video_id)
            _fail(services, result, "result_lost", _RESULT_LOST)

    return _each(event, bury)


def _fail(services: Services, about: Any, code: str, reason: str) -> None:
    video = services.videos.get(about.user_id, about.video_id)
    if video is not None and video.extraction == about.extraction:
        lifecycle.fail(services, video, code, reason)


def _each(event: dict[str, Any], take: Callable[[str], None]) -> Any:
    """A message is acknowledged only when `take` returned; one that raises stays in the queue."""

    def take_record(record: SQSRecord) -> None:
        take(record.body)

    # Raising when all of a batch fail would only log the same errors again.
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, take_record, processor)
