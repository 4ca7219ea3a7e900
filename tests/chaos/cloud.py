"""The cloud of one schedule: AWS's services in memory, and functions that are started by events.

Every call of AWS by a function passes `Cloud.call`, where time passes, other tasks may run, and
something may go wrong.
"""

import json
import random
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from tests.chaos.aws.cognito import Cognito
from tests.chaos.aws.dynamodb import DynamoDB
from tests.chaos.aws.errors import client_error
from tests.chaos.aws.messaging import Messaging, Queue, as_text, sns_event
from tests.chaos.aws.s3 import S3, Object
from tests.chaos.faults import Faults, Kind, NoFaults, World
from tests.chaos.production import SCHEDULE, Handler, Trigger, api_event, production
from tests.chaos.scheduler import Killed, Scheduler, Task, current
from tests.chaos.stack import ROOT, name_of, stack
from tests.chaos.story import READS, Story

START = 1_767_600_000.0  # 2026-01-05 08:00 UTC
HOUR = 3600.0
SWEEP_EVERY = 60.0
RETRY_AFTER = (60.0, 120.0)
_REFUSALS = {
    "dynamodb": [("ProvisionedThroughputExceededException", 400), ("InternalServerError", 500)],
    "s3": [("SlowDown", 503), ("InternalError", 500)],
    "sns": [("ThrottledException", 429), ("InternalError", 500)],
    "sqs": [("ThrottlingException", 400), ("InternalError", 500)],
    "sesv2": [("TooManyRequestsException", 429), ("InternalFailure", 500)],
    "cognito-idp": [("TooManyRequestsException", 400), ("InternalErrorException", 500)],
}
_TIMEOUTS = json.loads((ROOT / ".chalice/config.json").read_text())


@dataclass
class Function:
    """`handlers` are its processes: each handles one event at a time, unless `shared`."""

    name: str
    handlers: list[Handler]
    timeout: float
    shared: bool = False
    batch_size: int = 1
    dead_letters: str | None = None


@dataclass(frozen=True)
class Answer:
    """`body` is None if there was no answer (status 502), or none in JSON."""

    status: int
    headers: dict[str, str]
    body: Any
    disturbed: bool


class _Context:
    memory_limit_in_mb = 1024

    def __init__(self, task: Task, function: str, request_id: str, scheduler: Scheduler) -> None:
        self.aws_request_id = request_id
        self.function_name = function
        self.invoked_function_arn = f"arn:aws:lambda:eu-central-1:123456789012:function:{function}"
        self._task, self._scheduler = task, scheduler

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._task.deadline - self._scheduler.now) * 1000))


class Cloud:
    def __init__(self, seed: random.Random, world: World, faults: Faults) -> None:
        self.random = seed
        self.faults = faults
        self.calls = 0
        self.injected: list[tuple[float, str, str, Kind]] = []
        self.broken: list[str] = []
        self.sources: dict[str, list[float]] = {}  # when each key of an upload was stored
        self.uncertain: list[dict[str, Any]] = []  # mails that SES may have to be asked for again
        self.story = Story(START)
        self.scheduler = Scheduler(seed, START, world.switching)
        self.lost_event_rate = world.lost_events
        self._invocations = 0
        self._sweeps = 0
        self._sweep_every = SWEEP_EVERY
        self._settling = False
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
        self.s3 = S3(buckets, self._now, self._object_created)
        self.cognito = Cognito(self._now)
        self._services: dict[str, Any] = {
            "dynamodb": self.dynamodb,
            "s3": self.s3,
            "cognito-idp": self.cognito,
            "sns": self.messaging,
            "sqs": self.messaging,
            "sesv2": self.messaging,
        }
        self.api = Function("api", [production().api], 29, shared=True)
        self.consumed: set[str] = set()
        self._uploads: list[tuple[str, Function]] = []
        self._connect()

    def _now(self) -> float:
        return self.scheduler.now

    def _lag(self, longest: float) -> float:
        return self.random.random() ** 4 * longest if longest else 0.0

    def _connect(self) -> None:
        """Connects functions with what starts them, as the template and Chalice's triggers say."""
        loaded = production()
        functions = stack().of_type("AWS::Serverless::Function")
        jobs = functions["WorkerFunction"]["Events"]["Jobs"]["Properties"]
        worker = Function("worker", list(loaded.workers), functions["WorkerFunction"]["Timeout"])
        self._poll(self.messaging.queues[name_of(jobs["Queue"])], worker)
        self._mailer = Function(
            "email", list(loaded.mailers), functions["EmailFunction"]["Timeout"]
        )
        failure = functions["EmailFunction"]["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
        self._mailer.dead_letters = name_of(failure["Destination"])
        endings = functions["EmailFunction"]["Events"]["Endings"]["Properties"]
        self.messaging.subscribe(endings["Topic"], endings["FilterPolicy"], self._mail)
        for trigger in loaded.triggers:
            self._connect_trigger(trigger)

    def _connect_trigger(self, trigger: Trigger) -> None:
        configured = _TIMEOUTS["lambda_functions"].get(trigger.name, {})
        timeout = configured.get("lambda_timeout", _TIMEOUTS["lambda_timeout"])
        function = Function(trigger.name, [trigger.handler], timeout, True, trigger.batch_size)
        if trigger.kind == "SQS":
            self._poll(self.messaging.queues[name_of(trigger.source)], function)
        elif trigger.kind == "S3":
            function.dead_letters = "UploadsDeadLetterQueue"
            self._uploads.append((trigger.source, function))
        else:
            self._tick(function)

    def call(  # noqa: C901 — one place for all that can go wrong, in its order
        self, service: str, operation: str, call: dict[str, Any]
    ) -> Any:
        """A call of AWS by a function."""
        if service == "secretsmanager":
            return {"SecretString": "chaos"}
        task = current()
        target = self._services[service]
        if task is None:
            return target.call(operation, call)
        if task.dead:
            raise Killed
        self.calls += 1
        self.scheduler.yield_()
        text = f"{service}.{operation} {_about(call)}"
        fault = self.faults.at_call()
        after_mail, task.last = task.last == "SendEmail", operation
        if fault:
            task.faulty = True
            self.injected.append((self.scheduler.now, task.name, operation, fault))
            self._tell(task, f"{text}   <<< {fault.upper()}")
            if after_mail and fault in ("crash before", "stall"):
                self.uncertain.append(self.messaging.mails[-1])
        if fault == "stall":
            self._stall(task)
        if fault == "crash before" or self.scheduler.now > task.deadline:
            self._kill(task)
        if fault == "error":
            raise self._refusal(service, operation)
        try:
            answer = target.call(operation, call)
            if fault == "done twice" and operation != "TransactWriteItems":
                answer = target.call(operation, call)
        except Exception as error:
            outcome = getattr(error, "response", {}).get("Error", {}).get("Code", repr(error))
            self._tell(task, f"{text} -> {outcome}", operation)
            raise
        if not fault:
            self._tell(task, text, operation)
        if operation == "SendEmail":
            self.messaging.mails[-1]["started"] = task.started
            if fault in ("crash after", "lost answer", "done twice"):
                self.uncertain.append(self.messaging.mails[-1])
        if fault == "crash after":
            self._kill(task)
        if fault == "lost answer":
            raise ReadTimeoutError(endpoint_url=service, error="lost")
        return answer

    def _tell(self, task: Task, text: str, operation: str = "") -> None:
        is_read = operation.startswith(READS)
        self.story.tell(self.scheduler.now, task.name, text, is_read=is_read)

    def _kill(self, task: Task) -> None:
        task.dead = True
        raise Killed

    def _stall(self, task: Task) -> None:
        """Long enough for others to take over, or for the function to time out."""
        left = task.deadline - self.scheduler.now
        self.scheduler.sleep(min(self.random.choice((10.0, 150.0, 400.0)), left + 0.1))

    def _refusal(self, service: str, operation: str) -> Exception:
        code, status = self.random.choice([*_REFUSALS[service], ("", 0)])
        if not code:
            return ConnectTimeoutError(endpoint_url=service, error="injected")
        return client_error(operation, code, "injected", status)

    def invoke(
        self,
        function: Function,
        event: dict[str, Any],
        done: Callable[[Any, BaseException | None], None],
        about: str,
    ) -> Task:
        """Starts a function; `done` receives its result, or the error with which it ended."""
        self._invocations += 1
        number = self._invocations
        handler = function.handlers[0] if function.shared else function.handlers.pop()
        name = f"{function.name}-{number}"

        def run() -> Any:
            result, error = None, None
            self.story.tell(self.scheduler.now, name, f"starts: {about}")
            try:
                context = _Context(task, function.name, f"request-{number}", self.scheduler)
                result = handler(event, context)
                if task.dead:  # whatever the code did after the process was killed did not happen
                    raise Killed
            except BaseException as raised:
                error = raised
                how = "is killed" if task.dead else f"raises {raised!r}"
                self.story.tell(self.scheduler.now, name, how[:300])
            if not function.shared:
                function.handlers.append(handler)
            done(result, error)
            return result

        task = Task(name, run, self.scheduler.now + function.timeout)
        return self.scheduler.spawn(task)

    def invoke_async(
        self, function: Function, event: dict[str, Any], about: str, attempt: int = 0
    ) -> None:
        """As Lambda does for S3 and SNS: two more attempts, then the dead-letter queue."""
        if not function.handlers:
            self.scheduler.after(1.0, lambda: self.invoke_async(function, event, about, attempt))
            return

        def done(result: Any, error: BaseException | None) -> None:
            if error is None:
                return
            if attempt < len(RETRY_AFTER):
                again = attempt + 1
                self.scheduler.after(
                    RETRY_AFTER[attempt], lambda: self.invoke_async(function, event, about, again)
                )
            elif function.dead_letters:
                failed = {"requestContext": {"condition": "RetriesExhausted"}, "version": "1.0"}
                queue = self.messaging.queues[function.dead_letters]
                self.messaging.send(queue, as_text({**failed, "requestPayload": event}), {})

        self.invoke(function, event, done, about)

    def _object_created(self, bucket: str, key: str, made: Object) -> None:
        if key.endswith("/source"):
            self.sources.setdefault(key, []).append(self.scheduler.now)
        for source, function in self._uploads:
            if source != bucket:
                continue
            # A lost event about an inbox is not noticed: no item of the table waits for its object.
            if "/inbox/" not in key and self.random.random() < self.lost_event_rate:
                self.injected.append((self.scheduler.now, "s3", "event", "lost answer"))
                self.story.tell(self.scheduler.now, "s3", f"event about {key}   <<< LOST")
                continue
            entry = {
                "key": quote_plus(key, safe="/"),
                "size": made.content.size,
                "eTag": made.etag,
                "sequencer": made.sequencer,
            }
            record = {
                "eventSource": "aws:s3",
                "eventName": "ObjectCreated:Post",
                "s3": {"bucket": {"name": bucket}, "object": entry},
            }
            invoke = partial(self.invoke_async, function, {"Records": [record]}, key)
            for _ in range(self.messaging.copies()):
                self.scheduler.after(0.5 + self.messaging.delay(), invoke)

    def _mail(self, call: dict[str, Any]) -> None:
        message = json.loads(call["Message"])
        event = sns_event(call, f"sns-{self._invocations}-{self.calls}")
        for _ in range(self.messaging.copies()):
            self.scheduler.after(
                self.messaging.delay(),
                lambda: self.invoke_async(self._mailer, event, _about_message(message)),
            )

    def _poll(self, queue: Queue, function: Function) -> None:
        """Lambda's poller: deletes what was handled, and leaves the rest to the queue."""
        self.consumed.add(queue.name)

        def poll() -> None:
            while function.handlers:
                records = self.messaging.receive(queue, function.batch_size)
                if not records:
                    return
                about = ", ".join(_about_message(_decoded(r["body"])) for r in records)
                self.invoke(
                    function,
                    {"Records": records},
                    partial(done, records),
                    about,
                )

        def done(records: list[dict[str, Any]], result: Any, error: BaseException | None) -> None:
            if error is None:
                failures = (result or {}).get("batchItemFailures", [])
                failed = {failure["itemIdentifier"] for failure in failures}
                for record in records:
                    if record["messageId"] not in failed:
                        queue.delete(record["receiptHandle"])
            self.scheduler.after(0.0, poll)

        queue.on_message = poll

    def _tick(self, function: Function) -> None:
        """Runs the sweep every minute, but leaves most runs out for which nothing is due."""

        def done(result: Any, error: BaseException | None) -> None:
            if error is not None and not isinstance(error, Killed) and self._settling:
                self.broken.append(f"the sweep raises without any fault: {error!r}")

        def tick() -> None:
            self._sweeps += 1
            self.scheduler.after(self._sweep_every, tick)
            if self.random.random() < 0.01:
                self.dynamodb.expire(self.scheduler.now)
            first = min(table.first_due() for table in self.dynamodb.tables.values())
            if first <= self.scheduler.now or self._sweeps % 500 == 0:
                self.invoke(function, SCHEDULE, done, "every minute")

        self.scheduler.after(self.random.random() * SWEEP_EVERY, tick)

    def settle(self, seconds: float) -> None:
        """Nothing goes wrong any more; every queue is emptied while time passes. The sweep runs
        less and less often, because what is late by then shows nothing new."""
        self.faults = NoFaults()
        self.lost_event_rate = 0.0
        self.messaging.world = World()
        self._settling = True
        for pause, every in ((2 * HOUR, SWEEP_EVERY), (12 * HOUR, HOUR), (seconds, 6 * HOUR)):
            self._sweep_every = every
            self.scheduler.run(self.scheduler.now + pause)
            self._put_back()
            self.dynamodb.expire(self.scheduler.now)

    def _put_back(self) -> None:
        """The operator puts back what is in the dead-letter queues that no function reads."""
        for queue in self.messaging.queues.values():
            if queue.name in self.consumed:
                continue
            for message in list(queue.messages):
                queue.messages.remove(message)
                payload = _decoded(message.body).get("requestPayload")
                function = self._mailer if "Email" in queue.name else self._uploads[0][1]
                if payload:
                    self.invoke_async(function, payload, "put back from the dead-letter queue")
        self.scheduler.run(self.scheduler.now + 600.0)

    def http(
        self,
        method: str,
        url: str,
        body: Any = None,
        token: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """A request through API Gateway. In a task, the function may fail."""
        parts = urlsplit(url)
        resource, parameters = _match(parts.path)
        claims = self.cognito.claims(token)
        if production().routes[resource][method] and claims is None:
            return Answer(401, {}, {"code": "not_signed_in"}, False)
        data = b"" if body is None else json.dumps(body).encode()
        event = api_event(
            resource,
            parameters,
            method,
            parts.path,
            dict(parse_qsl(parts.query)),
            data,
            headers or {},
            claims,
        )
        if current() is None:
            return _answer(production().api(event, _direct_context(self.scheduler)), False)
        task = self.invoke(self.api, event, lambda result, error: None, f"{method} {url}")
        result = self.scheduler.wait(task)
        if result is None:
            if not task.dead:
                self.broken.append(f"{method} {resource} raised")
            return Answer(502, {}, None, True)
        return _answer(result, task.faulty)


def _direct_context(scheduler: Scheduler) -> _Context:
    return _Context(Task("check", lambda: None), "api", "check", scheduler)


def _answer(result: dict[str, Any], disturbed: bool) -> Answer:
    headers = {name.lower(): value for name, value in result["headers"].items()}
    content = result["body"]
    if result.get("isBase64Encoded"):
        content = b64decode(content)
    parsed = json.loads(content) if content else None
    return Answer(result["statusCode"], headers, parsed, disturbed)


def _match(path: str) -> tuple[str, dict[str, str]]:
    for resource in sorted(production().routes, key=lambda r: r.count("{")):
        if found := re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", resource), path):
            return resource, found.groupdict()
    raise AssertionError(f"no route for {path}")


def _decoded(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _about_message(message: dict[str, Any]) -> str:
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
        parts += [v["S"] for v in values.values() if v.get("S", "").isalpha()]
    if "Message" in call:
        parts.append(_about_message(_decoded(call["Message"])))
    if "Destination" in call:
        parts += call["Destination"].get("ToAddresses", [])
    return " ".join(parts)[:160]
