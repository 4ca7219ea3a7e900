"""The e-mail function on moto, called with the event that SNS sends it."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import handler
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from notifications import composition
from notifications.log import logger

REGION = "eu-central-1"
SENDER = "stills@example.com"
OWNER = "ada@example.com"
CONFIGURATION = "stills-dev"
PAGE = "https://stills.example.com"
SECRET = "l1nks"
REQUEST_ID = "1f0e6b6c-8b0f-4b7e-9d59-2a6c1d9c2f10"
EVENT = Path(__file__).parents[2] / "fixtures" / "events" / "email_sns.json"


@dataclass(frozen=True)
class Context:
    function_name: str = "stills-dev-email"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:stills-dev-email"
    aws_request_id: str = REQUEST_ID

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class World:
    """The user pool with one user, SES, and the function; `log` is what the function logged."""

    def __init__(self, pool_id: str, log: io.StringIO) -> None:
        self.log = log
        self.cognito = boto3.client("cognito-idp")
        self.ses = boto3.client("sesv2")
        self._pool_id = pool_id
        client = self.cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="api")
        self._client_id = client["UserPoolClient"]["ClientId"]
        self.user_id = self.register(OWNER)

    def register(self, address: str) -> str:
        answer = self.cognito.sign_up(
            ClientId=self._client_id, Username=address, Password="Correct-horse-1"
        )
        return answer["UserSub"]

    def set(self, name: str, value: str) -> None:
        """An attribute of the owner."""
        self.cognito.admin_update_user_attributes(
            UserPoolId=self._pool_id,
            Username=self.user_id,
            UserAttributes=[{"Name": name, "Value": value}],
        )

    def delete_account(self) -> None:
        self.cognito.admin_delete_user(UserPoolId=self._pool_id, Username=self.user_id)

    def verify_sender(self) -> None:
        self.ses.create_email_identity(EmailIdentity=SENDER)

    def event(self, **changes: Any) -> dict[str, Any]:
        """The recorded event, about a video of the user, with changes to its message."""
        event: dict[str, Any] = json.loads(EVENT.read_text())
        sns = event["Records"][0]["Sns"]
        message = {**json.loads(sns["Message"]), "user_id": self.user_id, **changes}
        sns["Message"] = json.dumps(message)
        sns["MessageAttributes"]["type"]["Value"] = message["type"]
        return event

    def failure(self, **changes: Any) -> dict[str, Any]:
        return self.event(
            **{"type": "extraction.failed", "code": "not_a_video", "reason": "No.", **changes}
        )

    def send(self, *events: dict[str, Any], request_id: str = REQUEST_ID) -> None:
        """Invokes the function once, with the records of all events."""
        records = [record for event in events for record in event["Records"]]
        context = Context(aws_request_id=request_id)
        handler.handler({"Records": records}, context)  # type: ignore[arg-type]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log, without those about pictures, which most tests do not store."""
        lines = [json.loads(line) for line in self.log.getvalue().splitlines()]
        return [line for line in lines if line["message"] != "The e-mail has no pictures"]

    @property
    def mails(self) -> list[Any]:
        return list(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    log = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)
    with mock_aws():
        pool = boto3.client("cognito-idp").create_user_pool(
            PoolName="users",
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
            Schema=[{"Name": "emails", "AttributeDataType": "String", "Mutable": True}],
        )
        boto3.client("dynamodb").create_table(
            TableName="sent",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        pool_id = pool["UserPool"]["Id"]
        monkeypatch.setenv("USER_POOL_ID", pool_id)
        monkeypatch.setenv("STAGE", "dev")
        monkeypatch.setenv("SENDER_ADDRESS", SENDER)
        monkeypatch.setenv("EMAIL_CONFIGURATION", CONFIGURATION)
        monkeypatch.setenv("IMAGES_BUCKET_NAME", "images")
        monkeypatch.setenv("ARCHIVE_DAYS", "90")
        monkeypatch.setenv("IDEMPOTENCY_TABLE_NAME", "sent")
        monkeypatch.setenv("PAGE_URL", PAGE)
        secret = boto3.client("secretsmanager").create_secret(Name="links", SecretString=SECRET)
        monkeypatch.setenv("UNSUBSCRIBE_SECRET_ARN", secret["ARN"])
        where = {"LocationConstraint": REGION}
        boto3.client("s3").create_bucket(Bucket="images", CreateBucketConfiguration=where)  # type: ignore[arg-type]
        composition.services.cache_clear()
        composition.metrics.cache_clear()
        world = World(pool_id, log)
        world.ses.create_configuration_set(ConfigurationSetName=CONFIGURATION)
        world.verify_sender()
        yield world
        composition.services.cache_clear()
        composition.metrics.cache_clear()
