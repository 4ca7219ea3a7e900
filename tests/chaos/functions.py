"""Lambda: functions, and the events that start them, as the template and Chalice's triggers say."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote_plus

from tests.chaos.aws.messaging import Queue, sns_event
from tests.chaos.aws.s3 import Object
from tests.chaos.calls import Aws, about_message, decoded
from tests.chaos.faults import Faults, World
from tests.chaos.production import SCHEDULE, Handler, Trigger, production
from tests.chaos.scheduler import Killed, Scheduler, Task
from tests.chaos.stack import ROOT, name_of, stack

SWEEP_EVERY = 60.0
RETRY_AFTER = (60.0, 120.0)
UPLOADS_DEAD_LETTERS = "UploadsDeadLetterQueue"  # deploy/api.py configures it
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


class Context:
    memory_limit_in_mb = 1024

    def __init__(self, task: Task, function: str, request_id: str, scheduler: Scheduler) -> None:
        self.aws_request_id = request_id
        self.function_name = function
        self.invoked_function_arn = f"arn:aws:lambda:eu-central-1:123456789012:function:{function}"
        self._task, self._scheduler = task, scheduler

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._task.deadline - self._scheduler.now) * 1000))


class Functions(Aws):
    """`consumed` are the queues that a function reads; `broken` are errors that nothing caused."""

    def __init__(self, seed: random.Random, world: World, faults: Faults) -> None:
        super().__init__(seed, world, faults)
        self.broken: list[str] = []
        self.consumed: set[str] = set()
        self.is_calm = False
        self.sweep_every = SWEEP_EVERY
        self.lost_event_rate = world.lost_events
        self.uploads: list[tuple[str, Function]] = []
        self._invocations = 0
        self._sweeps = 0
        self._connect()

    def _connect(self) -> None:
        """Connects functions with what starts them, as the template and Chalice's triggers say."""
        loaded = production()
        functions = stack().of_type("AWS::Serverless::Function")
        jobs = functions["WorkerFunction"]["Events"]["Jobs"]["Properties"]
        worker = Function("worker", list(loaded.workers), functions["WorkerFunction"]["Timeout"])
        self._poll(self.messaging.queues[name_of(jobs["Queue"])], worker)
        self.mailer = Function("email", list(loaded.mailers), functions["EmailFunction"]["Timeout"])
        failure = functions["EmailFunction"]["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
        self.mailer.dead_letters = name_of(failure["Destination"])
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
            function.dead_letters = UPLOADS_DEAD_LETTERS
            self.uploads.append((trigger.source, function))
        else:
            self._tick(function)

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
                context = Context(task, function.name, f"request-{number}", self.scheduler)
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
                self.messaging.send(queue, json.dumps({**failed, "requestPayload": event}), {})

        self.invoke(function, event, done, about)

    def object_created(self, bucket: str, key: str, made: Object) -> None:
        super().object_created(bucket, key, made)
        for source, function in self.uploads:
            if source != bucket:
                continue
            # A lost event about an inbox is not noticed: no item of the table waits for its object.
            if "/inbox/" not in key and self.random.random() < self.lost_event_rate:
                self.injected.append((self.scheduler.now, "s3", "event", "lost answer"))
                self.story.tell(self.scheduler.now, "s3", f"event about {key}   <<< LOST")
                continue
            start = partial(self.invoke_async, function, _s3_event(bucket, key, made), key)
            for _ in range(self.messaging.copies()):
                self.scheduler.after(0.5 + self.messaging.delay(), start)

    def _mail(self, call: dict[str, Any]) -> None:
        message = json.loads(call["Message"])
        event = sns_event(call, f"sns-{self._invocations}-{self.calls}")
        start = partial(self.invoke_async, self.mailer, event, about_message(message))
        for _ in range(self.messaging.copies()):
            self.scheduler.after(self.messaging.delay(), start)

    def _poll(self, queue: Queue, function: Function) -> None:
        """Lambda's poller: deletes what was handled, and leaves the rest to the queue."""
        self.consumed.add(queue.name)

        def poll() -> None:
            while function.handlers:
                records = self.messaging.receive(queue, function.batch_size)
                if not records:
                    return
                about = ", ".join(about_message(decoded(r["body"])) for r in records)
                self.invoke(function, {"Records": records}, partial(done, records), about)

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
            if error is not None and not isinstance(error, Killed) and self.is_calm:
                self.broken.append(f"the sweep raises without any fault: {error!r}")

        def tick() -> None:
            self._sweeps += 1
            self.scheduler.after(self.sweep_every, tick)
            if self.random.random() < 0.01:
                self.dynamodb.expire(self.scheduler.now)
            first = min(table.first_due() for table in self.dynamodb.tables.values())
            if first <= self.scheduler.now or self._sweeps % 500 == 0:
                self.invoke(function, SCHEDULE, done, "every minute")

        self.scheduler.after(self.random.random() * SWEEP_EVERY, tick)


def _s3_event(bucket: str, key: str, made: Object) -> dict[str, Any]:
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
    return {"Records": [record]}
