"""The cloud of one schedule, as its users and its operator see it."""

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.chaos.calls import decoded
from tests.chaos.faults import NoFaults, World
from tests.chaos.functions import SWEEP_EVERY, Context, Function, Functions
from tests.chaos.production import api_event, production
from tests.chaos.scheduler import Task, current

HOUR = 3600.0
_API_TIMEOUT = 29.0


@dataclass(frozen=True)
class Answer:
    """`body` is None if there was no answer (status 502), or none in JSON."""

    status: int
    headers: dict[str, str]
    body: Any
    disturbed: bool


class Cloud(Functions):
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
            return _answer(
                production().api(
                    event, Context(Task("check", lambda: None), "api", "check", self.scheduler)
                ),
                False,
            )
        api = Function("api", [production().api], _API_TIMEOUT, shared=True)
        task = self.invoke(api, event, lambda result, error: None, f"{method} {url}")
        result = self.scheduler.wait(task)
        if result is None:
            if not task.dead:
                self.broken.append(f"{method} {resource} raised")
            return Answer(502, {}, None, True)
        return _answer(result, task.faulty)

    def settle(self, seconds: float) -> None:
        """Two more hours as before. Then nothing goes wrong any more, and the sweep runs less and
        less often, because what is late by then shows nothing new."""
        self._pass(2 * HOUR, SWEEP_EVERY)
        self.faults = NoFaults()
        self.lost_event_rate = 0.0
        self.messaging.world = World()
        self.is_calm = True
        self._pass(12 * HOUR, 3 * HOUR)
        self._pass(seconds, 12 * HOUR)

    def _pass(self, seconds: float, sweep_every: float) -> None:
        self.sweep_every = sweep_every
        self.scheduler.run(self.scheduler.now + seconds)
        self._put_back()
        self.dynamodb.expire(self.scheduler.now)

    def _put_back(self) -> None:
        """The operator puts back what is in the dead-letter queues that no function reads."""
        for queue in self.messaging.queues.values():
            if queue.name in self.consumed:
                continue
            for message in list(queue.messages):
                queue.messages.remove(message)
                payload = decoded(message.body).get("requestPayload")
                function = self.mailer if "Email" in queue.name else self.uploads[0][1]
                if payload:
                    self.invoke_async(function, payload, "put back from the dead-letter queue")
        self.scheduler.run(self.scheduler.now + 600.0)


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
