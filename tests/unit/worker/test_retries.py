import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from worker.retries import postpone_on


class FakeQueue:
    def change_message_visibility(self, **request: object) -> None:
        self.request = request


@pytest.mark.parametrize(("failures", "pause"), [(1, 30), (2, 60), (3, 120), (9, 900)])
def test_a_failed_job_is_retried_after_a_pause_that_doubles_up_to_a_limit(
    failures: int, pause: int
) -> None:
    queue = FakeQueue()
    attributes = {"ApproximateReceiveCount": str(failures)}
    record = SQSRecord({"receiptHandle": "handle", "attributes": attributes})

    postpone_on(queue, "url")(record)  # type: ignore[arg-type]

    assert queue.request == {
        "QueueUrl": "url",
        "ReceiptHandle": "handle",
        "VisibilityTimeout": pause,
    }
