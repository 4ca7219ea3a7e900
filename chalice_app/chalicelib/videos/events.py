"""What the API tells the other services, on its topic."""

from typing import TYPE_CHECKING

from contracts.messages import ApiEvent, encode, type_of

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class EventPublisher:
    def __init__(self, sns: "SNSClient", topic_arn: str) -> None:
        self._sns = sns
        self._topic_arn = topic_arn

    def publish(self, event: ApiEvent) -> None:
        """Returns when SNS has the event durably."""
        self._sns.publish(
            TopicArn=self._topic_arn,
            Message=encode(event),
            MessageAttributes={"type": {"DataType": "String", "StringValue": type_of(event)}},
        )
