"""The Lambda's entry point: sends an e-mail for each extraction that completed or failed."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from contracts.messages import ExtractionRequested, decode_api_event, type_of
from notifications.composition import metrics, services
from notifications.log import logger
from notifications.notify import notify


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Raises an ExceptionGroup if an e-mail could not be sent. Lambda then runs the event again,
    and after its retries puts it into the dead-letter queue."""
    errors = []
    for record in event["Records"]:
        try:
            handle(record["Sns"]["Message"], context)
        except Exception as error:
            logger.exception("The e-mail was not sent")
            metrics().error_handled()
            errors.append(error)
        finally:
            logger.remove_keys(["video_id", "extraction"])
    if errors:
        raise ExceptionGroup("E-mails were not sent", errors)


def handle(message: str, context: LambdaContext) -> None:
    """Sends the e-mail for one message of the Video API, unless that was done before."""
    event = decode_api_event(message)
    if isinstance(event, ExtractionRequested):
        return

    def remaining() -> float:
        return context.get_remaining_time_in_millis() / 1000

    logger.append_keys(video_id=event.video_id, extraction=event.extraction)
    key = f"{type_of(event)}/{event.video_id}/{event.extraction}/{event.attempt}"
    services().once.run(key, lambda: notify(event, services(), remaining), context)
