"""The app on moto, called with recorded events."""

import copy
import importlib
import io
import json
import re
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote_plus, urlsplit

import boto3
import yaml

from chalicelib.log import logger

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "tests" / "fixtures" / "events"
REGION: Final = "eu-central-1"
ACCOUNT = "123456789012"


def recorded(name: str) -> dict[str, Any]:
    """An event as AWS sends it."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return event


@dataclass(frozen=True)
class Context:
    """What Lambda says about an invocation."""

    aws_request_id: str = "1f0e6b6c-8b0f-4b7e-9d59-2a6c1d9c2f10"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Api:
    """Calls the app as API Gateway does; `user` are the claims that the authorizer verified."""

    app: Any
    user: dict[str, str] | None = None

    def as_user(self, sub: str | None = None, email: str = "ada@example.com") -> "Api":
        sub = sub or str(uuid.uuid4())
        claims = {"sub": sub, "email": email, "cognito:username": sub, "token_use": "id"}
        return Api(self.app, claims)

    @property
    def user_id(self) -> str:
        assert self.user
        return self.user["sub"]

    def call(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        request_id: str | None = None,
        **headers: str,
    ) -> Answer:
        event = self._event(method, urlsplit(url), _encoded(body))
        if request_id is not None:
            event["requestContext"]["requestId"] = request_id
        event["headers"] |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.app(event, Context())
        content = answer["body"]
        return Answer(
            answer["statusCode"],
            {name.lower(): value for name, value in answer["headers"].items()},
            b64decode(content) if answer.get("isBase64Encoded") else content.encode(),
        )

    def _event(self, method: str, url: Any, body: bytes) -> dict[str, Any]:
        event = recorded("api_gateway")
        resource, parameters = self._match(url.path)
        event |= {"resource": resource, "path": url.path, "httpMethod": method}
        event["pathParameters"] = parameters
        event["multiValueQueryStringParameters"] = {k: [v] for k, v in parse_qsl(url.query)} or None
        event["requestContext"] |= {"resourcePath": resource, "httpMethod": method}
        if self.user:
            event["requestContext"]["authorizer"] = {"claims": self.user}
        if body:
            event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
        return event

    def _match(self, path: str) -> tuple[str, dict[str, str]]:
        for resource in sorted(self.app.routes, key=lambda r: r.count("{")):
            pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", resource)
            if found := re.fullmatch(pattern, path):
                return resource, found.groupdict()
        raise AssertionError(f"no route for {path}")


def _encoded(body: Any) -> bytes:
    if body is None or isinstance(body, bytes):
        return body or b""
    return json.dumps(body).encode()


@dataclass
class World:
    """The app and what it talks to; `log` is what the app has logged during the test."""

    app: Any
    api: Api
    services: Any
    s3: Any
    sqs: Any
    queue_url: str
    now: datetime
    log: io.StringIO = field(default_factory=io.StringIO)
    context: Context = Context()

    def registered(self, email: str = "ada@example.com") -> Api:
        """A user who exists in the user pool."""
        account = {"email": email, "password": "Correct-Horse-9"}
        return self.api.as_user(self.api.call("POST", "/accounts", account).json["id"], email)

    def empty(self) -> None:
        """Removes what the previous test left, and sets the present time."""
        self.now = datetime.now(UTC)
        self.log = io.StringIO()
        logger.registered_handler.stream = self.log  # type: ignore[attr-defined]
        self.published()
        for bucket in ("videos", "images"):
            for item in self.s3.list_objects_v2(Bucket=bucket).get("Contents", []):
                self.s3.delete_object(Bucket=bucket, Key=item["Key"])
        for upload in self.s3.list_multipart_uploads(Bucket="videos").get("Uploads", []):
            self.s3.abort_multipart_upload(
                Bucket="videos", Key=upload["Key"], UploadId=upload["UploadId"]
            )
        table = boto3.resource("dynamodb").Table("videos")
        for item in table.scan()["Items"]:
            table.delete_item(Key={"user_id": item["user_id"], "video_id": item["video_id"]})
        cognito, pool = boto3.client("cognito-idp"), self.services.settings.user_pool_id
        for user in cognito.list_users(UserPoolId=pool)["Users"]:
            cognito.admin_delete_user(UserPoolId=pool, Username=user["Username"])

    def pass_time(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def published(self) -> list[dict[str, Any]]:
        """The events on `api-events` since the last call."""
        messages: list[dict[str, Any]] = []
        while True:
            batch = self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10)
            for message in batch.get("Messages", []):
                messages.append(json.loads(message["Body"]))
                handle = message["ReceiptHandle"]
                self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=handle)
            if not batch.get("Messages"):
                return messages

    def put_source(self, user_id: str, video_id: str, body: bytes) -> None:
        self.s3.put_object(Bucket="videos", Key=f"{user_id}/{video_id}/source", Body=body)
        self.object_created(f"{user_id}/{video_id}/source", len(body))

    def object_created(self, key: str, size: int, sequencer: str = "1", etag: str = "") -> None:
        event = recorded("s3_object_created")
        entry = {"key": quote_plus(key, safe="/"), "size": size, "eTag": etag}
        event["Records"][0]["s3"]["object"] = {**entry, "sequencer": sequencer}
        self.app.on_upload(event, self.context)

    def deliver(self, function: str, *bodies: str | dict[str, Any]) -> Any:
        """Sends messages to one of the app's queue functions; returns its answer."""
        [record] = recorded("sqs")["Records"]
        records = []
        for number, body in enumerate(bodies):
            text = body if isinstance(body, str) else json.dumps(body)
            records.append({**copy.deepcopy(record), "messageId": str(number), "body": text})
        return getattr(self.app, function)({"Records": records}, self.context)

    def sweep(self) -> None:
        self.app.on_schedule(recorded("schedule"), self.context)


class _Template(yaml.SafeLoader):
    """Ignores CloudFormation's short forms (`!Ref`, ...)."""


_Template.add_multi_constructor("!", lambda loader, suffix, node: None)


def _table() -> dict[str, Any]:
    """The videos table, as the template has it."""
    template = yaml.load((ROOT / "template.yaml").read_text(), _Template)  # noqa: S506 - a SafeLoader
    properties = template["Resources"]["VideosTable"]["Properties"]
    indexes = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", *indexes)
    return {name: properties[name] for name in wanted}


def build(setenv: Callable[[str, str], None]) -> World:
    """Creates the stack's resources, sets the environment, and assembles the app."""
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    for bucket in ("videos", "images"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("dynamodb").create_table(TableName="videos", **_table())
    secret = boto3.client("secretsmanager").create_secret(Name="cursors", SecretString="s3cret")
    links = boto3.client("secretsmanager").create_secret(Name="links", SecretString="l1nks")
    queues = f"arn:aws:sqs:{REGION}:{ACCOUNT}:"
    environment = {
        "VIDEOS_BUCKET_NAME": "videos",
        "IMAGES_BUCKET_NAME": "images",
        "VIDEOS_TABLE_NAME": "videos",
        "API_EVENTS_TOPIC_ARN": _topic(queues + "seen"),
        "JOBS_QUEUE_URL": sqs.create_queue(QueueName="jobs")["QueueUrl"],
        "RESULTS_QUEUE_ARN": queues + "results",
        "JOBS_DEAD_LETTER_QUEUE_ARN": queues + "jobs-dead",
        "RESULTS_DEAD_LETTER_QUEUE_ARN": queues + "results-dead",
        "CURSOR_SECRET_ARN": secret["ARN"],
        "UNSUBSCRIBE_SECRET_ARN": links["ARN"],
        "PAGE_URL": "https://stills.example.com",
        "WORKER_MEMORY": "3008",
        "USER_CONCURRENCY": "5",
        "STAGE": "test",
        "VIDEO_DAYS": "90",
        "ARCHIVE_DAYS": "30",
        "VIDEOS_PER_DAY": "1000",
        "GIGABYTES_PER_DAY": "500",
        "OPEN_UPLOADS": "100",
        **_user_pool(),
    }
    for name, value in environment.items():
        setenv(name, value)
    return _assemble(s3, sqs, sqs.create_queue(QueueName="seen")["QueueUrl"])


def _topic(seen_by: str) -> str:
    sns = boto3.client("sns")
    topic: str = sns.create_topic(Name="api-events")["TopicArn"]
    raw = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=seen_by, Attributes=raw)
    return topic


def _user_pool() -> dict[str, str]:
    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(
        PoolName="users",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Schema=[{"Name": "emails", "AttributeDataType": "String", "Mutable": True}],
        Policies={"PasswordPolicy": {"MinimumLength": 10, "RequireNumbers": True}},
    )["UserPool"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool["Id"],
        ClientName="api",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]
    return {
        "USER_POOL_ID": pool["Id"],
        "USER_POOL_ARN": pool["Arn"],
        "USER_POOL_CLIENT_ID": client["ClientId"],
    }


def _assemble(s3: Any, sqs: Any, queue_url: str) -> World:
    """The app reads the environment when it is imported."""
    composition = importlib.import_module("chalicelib.composition")
    composition.services.cache_clear()
    app = importlib.reload(importlib.import_module("app"))
    services = composition.services()
    world = World(app, Api(app.app), services, s3, sqs, queue_url, datetime.now(UTC))
    services.now = lambda: world.now
    return world
