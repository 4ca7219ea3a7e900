"""Messages from the queues. Only those that failed are delivered again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import DecodeError

from chalicelib.log import logger
from chalicelib.services import Services
from chalicelib.videos import lifecycle, results
from contracts import failures
from contracts.failures import Failure
from contracts.messages import (
    ApiEvent,
    ExtractionRequested,
    WorkerEvent,
    WorkFailed,
    decode_api_event,
    decode_worker_event,
    type_of,
)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

Message = TypeVar("Message", bound=ApiEvent | WorkerEvent)


def on_results(services: Services, event: dict[str, Any]) -> Any:
    """The worker's messages."""
    return _each(
        services, event, decode_worker_event, lambda result: results.apply(services, result)
    )


def on_dead_jobs(services: Services, event: dict[str, Any]) -> Any:
    """Jobs that no worker could finish or report on: their extractions fail."""

    def fail(job: ApiEvent) -> None:
        if isinstance(job, ExtractionRequested):
            logger.error("A job is in the dead-letter queue")
            _fail(services, job, failures.WORKER_FAILED)

    return _each(services, event, decode_api_event, fail, is_last=True)


def on_dead_results(services: Services, event: dict[str, Any]) -> Any:
    """Results that could not be processed: they are tried once more, then their extractions
    fail."""

    def apply_or_fail(result: WorkerEvent) -> None:
        logger.error("A result is in the dead-letter queue")
        try:
            results.apply(services, result)
        except Exception:
            logger.exception("A result could not be processed, so its extraction fails")
            _fail(services, result, failures.RESULT_LOST)

    return _each(services, event, decode_worker_event, apply_or_fail, is_last=True)


def _fail(services: Services, about: ApiEvent | WorkerEvent, failure: Failure) -> None:
    video = services.videos.get(about.user_id, about.video_id)
    if video is None:
        return
    if (video.extraction, video.attempt) == (about.extraction, about.attempt):
        lifecycle.fail(services, video, failure)


def _each(
    services: Services,
    event: dict[str, Any],
    decode: Callable[[str], Message],
    handle: Callable[[Message], None],
    *,
    is_last: bool = False,
) -> Any:
    """Handles each message. One that raises is logged, counted, and stays in the queue.

    If no other queue follows, one that cannot be read is only logged and counted, since it would
    never be handled. Nothing depends on it: the sweep finds the video that it was about.
    """
    # Imported here, so that a request to the API does not wait for it in a cold start.
    from aws_lambda_powertools.utilities.batch import (
        BatchProcessor,
        EventType,
        process_partial_response,
    )

    def handle_record(record: "SQSRecord") -> None:
        try:
            message = decode(record.body)
        except DecodeError as error:
            logger.error(
                "A message cannot be read", message_id=record.message_id, reason=str(error)
            )
            services.metrics.error_handled()
            if not is_last:
                raise
            return
        try:
            logger.append_keys(**_keys(message))
            handle(message)
        except Exception:
            logger.exception("A message could not be processed", message_id=record.message_id)
            services.metrics.error_handled()
            raise
        finally:
            logger.remove_keys(_KEYS)

    # Raising if a whole batch fails would only log the same errors again.
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, handle_record, processor)


_KEYS = ("type", "video_id", "extraction", "code")


def _keys(message: ApiEvent | WorkerEvent) -> dict[str, Any]:
    """What every line about a message says."""
    keys = {
        "type": type_of(message),
        "video_id": message.video_id,
        "extraction": message.extraction,
    }
    return keys | ({"code": message.code} if isinstance(message, WorkFailed) else {})
