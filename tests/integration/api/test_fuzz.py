"""Whatever is sent to a route, its answer is one that /openapi.json announces, and never a 5xx.

`make fuzz-api` sends 1,000 generated requests to each route, prints how they were answered, and
takes bounded time; the tests send only a few.
"""

import os
import random
import time
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from tests.integration.api.extraction import completed
from tests.integration.api.world import World
from tests.integration.api.wsgi import application

CASES = int(os.environ.get("FUZZ_API", "5"))
SEED = int(os.environ.get("SEED") or random.randrange(2**32))
SECONDS = float(os.environ.get("FUZZ_API_SECONDS", "60"))
"""After which no more requests are sent to a route."""

SETTINGS = settings(
    max_examples=CASES,
    stateful_step_count=10,
    deadline=None,
    database=None,
    derandomize=CASES < 100,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
CONFIG = {
    "checks": {
        # A request may fit the types and still be refused: a start may not be after its end.
        "positive_data_acceptance": {"enabled": False},
        # API Gateway's part, which is not here.
        "unsupported_method": {"enabled": False},
    }
}


ENDS_THE_SESSION = {"path": ["/accounts/me", "/sessions"], "method": "DELETE"}


class Fuzzed:
    """The API with its document, and the user who sends the requests: each `new_user` has a
    completed video."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.new_user()
        document = self.user.call("GET", "/openapi.json").json
        del document["security"]  # API Gateway's part, too
        del document["servers"]  # relative to the document's address, which it has not here
        config = SchemathesisConfig.from_dict(CONFIG)
        self.schema = schemathesis.openapi.from_dict(document, config=config)
        self.schema.app = application(lambda: self.user)

    def new_user(self) -> None:
        owner = self.world.registered(f"{uuid4().hex}@example.com")
        self.user, path = completed(self.world, owner)
        self.video_id = path.removeprefix("/videos/")

    def requests(self, operation: Any) -> st.SearchStrategy[Any]:
        """Requests that the document allows, some about the user's video, and others."""
        valid: st.SearchStrategy[Any] = operation.as_strategy(GenerationMode.POSITIVE)
        strategy = valid
        if "{video_id}" in operation.path:
            strategy |= valid.map(self._about_the_video)
        if operation.body or any(operation.iter_parameters()):
            strategy |= operation.as_strategy(GenerationMode.NEGATIVE)
        return strategy

    def _about_the_video(self, request: Any) -> Any:
        request.path_parameters["video_id"] = self.video_id
        return request


@pytest.fixture
def fuzzed(world: World, monkeypatch: pytest.MonkeyPatch) -> Fuzzed:
    cognito = world.services.accounts._cognito
    monkeypatch.setattr(cognito, "resend_confirmation_code", lambda **_: {})  # moto lacks it
    monkeypatch.setattr(cognito, "confirm_forgot_password", refuse)  # moto answers another error
    return Fuzzed(world)


def refuse(**_: Any) -> None:
    raise ClientError({"Error": {"Code": "CodeMismatchException", "Message": ""}}, "x")


def statuses_of(fuzzed: Fuzzed, operation: Any) -> Counter[int]:
    """Sends requests to a route, and checks each answer. Counts the answers by status."""
    statuses: Counter[int] = Counter()
    fuzzed.new_user()
    end = time.monotonic() + SECONDS

    @seed(SEED)
    @SETTINGS
    @given(request=fuzzed.requests(operation))
    def fuzz(request: Any) -> None:
        if time.monotonic() > end:
            return
        statuses[request.call_and_validate().status_code] += 1
        if operation.method == "delete":
            fuzzed.new_user()

    fuzz()
    return statuses


def in_a_table(answers: dict[str, Counter[int]]) -> str:
    """How many requests to each route were answered with which status."""
    statuses = sorted(set().union(*answers.values()))
    rows = [["", *map(str, statuses)]]
    for label, counts in answers.items():
        rows.append(
            [label, *(f"{counts[status]:,}" if counts[status] else "" for status in statuses)]
        )
    width = max(len(row[0]) for row in rows)
    return "\n".join(
        f"{label:{width}}" + "".join(f"{cell:>8}" for cell in cells) for label, *cells in rows
    )


def test_every_answer_is_one_that_the_document_announces(
    fuzzed: Fuzzed, subtests: pytest.Subtests, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: dict[str, Counter[int]] = {}
    for found in fuzzed.schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # the document is valid
        with subtests.test(operation.label):
            statuses = answers[operation.label] = statuses_of(fuzzed, operation)
            assert 401 not in statuses or operation.path.startswith("/sessions")
    if "FUZZ_API" in os.environ:
        with capsys.disabled():
            print(f"\nSEED={SEED}\n{in_a_table(answers)}")

    succeeded = [label for label, statuses in answers.items() if min(statuses, default=999) < 300]
    assert len(succeeded) >= 10, "nearly everything was refused, so that little was tested"


def test_what_one_answer_names_is_found_by_the_next_request(fuzzed: Fuzzed) -> None:
    """Sequences of requests, in which ids come from earlier answers."""

    class Sequence(fuzzed.schema.exclude(**ENDS_THE_SESSION).as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            fuzzed.new_user()

    seed(SEED)(Sequence)
    Sequence.run(settings=SETTINGS)
