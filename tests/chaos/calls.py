"""AWS in memory, as the functions see it.

Every call by a function passes `Aws.call`, where time passes, other tasks may run, and something
may go wrong.
"""

import json
import random
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from tests.chaos.aws.cognito import Cognito
from tests.chaos.aws.dynamodb import DynamoDB
from tests.chaos.aws.errors import client_error
from tests.chaos.aws.messaging import Messaging
from tests.chaos.aws.s3 import S3, Object
from tests.chaos.faults import Faults, Kind, World
from tests.chaos.production import OPEN_UPLOADS, USER_CONCURRENCY, VIDEOS_PER_DAY
from tests.chaos.scheduler import Killed, Scheduler, Task, current
from tests.chaos.stack import stack
from tests.chaos.story import READS, Story

START = 1_767_600_000.0  # 2026-01-05 08:00 UTC
_REFUSALS = {
    "dynamodb": [("ProvisionedThroughputExceededException", 400), ("InternalServerError", 500)],
    "s3": [("SlowDown", 503), ("InternalError", 500)],
    "sns": [("ThrottledException", 429), ("InternalError", 500)],
    "sqs": [("ThrottlingException", 400), ("InternalError", 500)],
    "sesv2": [("TooManyRequestsException", 429), ("InternalFailure", 500)],
    "cognito-idp": [("TooManyRequestsException", 400), ("InternalErrorException", 500)],
}


class Aws:
    """`injected` lists the faults; `sources` when each key of an upload was stored.

    `excused` has what a caller could not know: mails and uploads whose answer was lost, or that
    were made just before the process was killed. `crowded` says when a user had more than is
    allowed, and `added` has the videos that each user was allowed to add, by day.
    """

    def __init__(self, seed: random.Random, world: World, faults: Faults) -> None:
        self.random = seed
        self.faults = faults
        self.calls = 0
        self.injected: list[tuple[float, str, str, Kind]] = []
        self.sources: dict[str, list[float]] = {}
        self.excused: list[Any] = []
        self.crowded: list[str] = []
        self.added: dict[tuple[str, int], set[str]] = {}
        self.story = Story(START)
        self.scheduler = Scheduler(seed, START, world.switching)
        resources = stack()
        self.messaging = Messaging(
            {
                "queues": resources.of_type("AWS::SQS::Queue"),
                "subscriptions": resources.of_type("AWS::SNS::Subscription"),
            },
            self.scheduler,
            seed,
            world,
        )
        self.dynamodb = DynamoDB(
            resources.of_type("AWS::DynamoDB::Table"), self._now, lambda: self._lag(world.lag)
        )
        buckets = list(resources.of_type("AWS::S3::Bucket"))
        self.s3 = S3(buckets, self._now, self.object_created)
        self.cognito = Cognito(self._now)
        self._services: dict[str, Any] = {
            "dynamodb": self.dynamodb,
            "s3": self.s3,
            "cognito-idp": self.cognito,
            "sns": self.messaging,
            "sqs": self.messaging,
            "sesv2": self.messaging,
        }

    def object_created(self, bucket: str, key: str, made: Object) -> None:
        if key.endswith("/source"):
            self.sources.setdefault(key, []).append(self.scheduler.now)

    def _now(self) -> float:
        return self.scheduler.now

    def _lag(self, longest: float) -> float:
        return self.random.random() ** 4 * longest if longest else 0.0

    def call(self, service: str, operation: str, call: dict[str, Any]) -> Any:
        """A call by a function; outside of a task, nothing goes wrong."""
        if service == "secretsmanager":
            return {"SecretString": "chaos"}
        task = current()
        if task is None:
            return self._services[service].call(operation, call)
        if task.dead:
            raise Killed
        self.calls += 1
        self.scheduler.yield_()
        text = f"{service}.{operation} {_about(call)}"
        fault = self.faults.at_call(operation)
        if fault:
            task.faulty = True
            self.injected.append((self.scheduler.now, task.name, operation, fault))
            self._tell(task, f"{text}   <<< {fault.upper()}")
        self._before(task, service, operation, fault)
        answer = self._make(task, service, operation, call, text, fault)
        if fault == "crash after":
            self._kill(task)
        if fault == "lost answer":
            raise ReadTimeoutError(endpoint_url=service, error="lost")
        return answer

    def _before(self, task: Task, service: str, operation: str, fault: Kind | None) -> None:
        """Faults before the call. A process that is killed now has not used its last answer, nor
        recorded it if it was refused; one that only took too long should have known before."""
        if fault == "stall":
            left = task.deadline - self.scheduler.now
            self.scheduler.sleep(min(self.random.choice((10.0, 150.0, 400.0)), left + 0.1))
        if fault == "crash before" or self.scheduler.now > task.deadline:
            if fault:
                self.excused += task.made
            self._kill(task)
        if fault == "error":
            code, status = self.random.choice([*_REFUSALS[service], ("", 0)])
            if not code:
                raise ConnectTimeoutError(endpoint_url=service, error="injected")
            raise client_error(operation, code, "injected", status)
        task.made = []

    def _make(
        self,
        task: Task,
        service: str,
        operation: str,
        call: dict[str, Any],
        text: str,
        fault: Kind | None,
    ) -> Any:
        try:
            answer = self._once(task, service, operation, call)
            if fault == "done twice" and operation != "TransactWriteItems":  # it has a token
                self.excused += task.made
                answer = self._once(task, service, operation, call)
        except Exception as error:
            outcome = getattr(error, "response", {}).get("Error", {}).get("Code", repr(error))
            self._tell(task, f"{text} -> {outcome}", operation)
            raise
        if fault in ("crash after", "lost answer"):
            self.excused += task.made
        if not fault:
            self._tell(task, text, operation)
        return answer

    def _once(self, task: Task, service: str, operation: str, call: dict[str, Any]) -> Any:
        answer = self._services[service].call(operation, call)
        if operation == "SendEmail":
            self.messaging.mails[-1]["started"] = task.started
            task.made = [self.messaging.mails[-1]]
        elif operation == "CreateMultipartUpload":
            task.made = [answer["UploadId"]]
        elif operation == "Publish":
            self._check_turns(decoded(call["Message"]).get("user_id", ""))
        elif operation == "TransactWriteItems":
            for write in call["TransactItems"]:
                if "filename" in write.get("Put", {}).get("Item", {}):
                    self._check_quotas(write["Put"]["Item"])
        return answer

    def _of(self, user_id: str) -> list[dict[str, Any]]:
        items = self.dynamodb.tables["VideosTable"].items.values()
        return [item for item in items if item["user_id"]["S"] == user_id]

    def _check_turns(self, user_id: str) -> None:
        running = sum(_runs(item) for item in self._of(user_id))
        if running > USER_CONCURRENCY:
            self.crowded.append(f"{user_id}: {running} extractions are under way")

    def _check_quotas(self, added: dict[str, Any]) -> None:
        """Checks what was just added. A video from the inbox waits for its file only briefly."""
        user_id = added["user_id"]["S"]
        if added["status"]["S"] != "awaiting_upload":
            return
        today = self.added.setdefault((user_id, int(self.scheduler.now // 86_400)), set())
        today.add(added["video_id"]["S"])
        open_ = [item for item in self._of(user_id) if _is_open(item)]
        if len(today) > VIDEOS_PER_DAY:
            self.crowded.append(f"{user_id}: {len(today)} videos in a day")
        if _is_open(added) and len(open_) > OPEN_UPLOADS:
            self.crowded.append(f"{user_id}: {len(open_)} open uploads")

    def _tell(self, task: Task, text: str, operation: str = "") -> None:
        is_read = operation.startswith(READS)
        self.story.tell(self.scheduler.now, task.name, text, is_read=is_read)

    def _kill(self, task: Task) -> None:
        task.dead = True
        raise Killed


def _runs(item: dict[str, Any]) -> bool:
    """Whether the job of a video was published, and has not ended."""
    status = item.get("status", {}).get("S")
    return status == "processing" or (status == "queued" and "waiting_since" not in item)


def _is_open(item: dict[str, Any]) -> bool:
    is_ours = not item.get("filename", {}).get("S", "").startswith("inbox-")
    return is_ours and item.get("status", {}).get("S") == "awaiting_upload"


def decoded(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def about_message(message: dict[str, Any]) -> str:
    return (
        f"{message.get('type', '?')} {message.get('video_id', '')}/{message.get('extraction', '')}"
    )


def _about(call: dict[str, Any]) -> str:
    """The few parameters of a call by which a reader recognizes it."""
    parts = [
        call[name] for name in ("Key", "Prefix", "Username") if isinstance(call.get(name), str)
    ]
    key = call.get("Key") or call.get("Item")
    if isinstance(key, dict):
        parts += [str(v.get("S")) for k, v in key.items() if k in ("user_id", "video_id", "id")]
    values = call.get("ExpressionAttributeValues") or {}
    if call.get("UpdateExpression"):
        parts += sorted(v["S"] for v in values.values() if v.get("S", "").isalpha())
    if "Message" in call:
        parts.append(about_message(decoded(call["Message"])))
    if "Destination" in call:
        parts += call["Destination"].get("ToAddresses", [])
    return " ".join(parts)[:160]
