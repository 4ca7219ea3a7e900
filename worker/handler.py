"""The entry point of the Lambda function: runs jobs from the queue, and returns failed ones to
it."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from contracts.messages import ExtractionRequested, decode_api_event
from worker.composition import metrics, services
from worker.jobs import run_job
from worker.log import logger

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    return process_partial_response(
        event=event, record_handler=handle, processor=processor, context=context
    )


def handle(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Raises an exception if the message should be retried soon. In the end SQS moves it to the
    dead-letter queue."""
    try:
        event = decode_api_event(record.body)
        if isinstance(event, ExtractionRequested):
            logger.append_keys(video_id=event.video_id, extraction=event.extraction)
            run_job(event, services(), lambda: lambda_context.get_remaining_time_in_millis() / 1000)
    except Exception:
        logger.exception("The message could not be handled")
        metrics().error_handled()
        services().postpone(record)
        raise
    finally:
        logger.remove_keys(["video_id", "extraction"])
