"""Publishes a service's messages on its SNS topic."""

from typing import TYPE_CHECKING

from contracts.messages import ApiEvent, WorkerEvent, encode, type_of

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class Publisher:
    def __init__(self, sns: "SNSClient", topic_arn: str) -> None:
        self._sns = sns
        self._topic_arn = topic_arn

    def publish(self, message: ApiEvent | WorkerEvent) -> None:
        """Returns once SNS has stored the message durably.

        The topics are standard ones: SNS only passes the group on to the queues, which then are
        fair to each group.
        """
        self._sns.publish(
            TopicArn=self._topic_arn,
            Message=encode(message),
            MessageAttributes={"type": {"DataType": "String", "StringValue": type_of(message)}},
            MessageGroupId=message.user_id,
        )
