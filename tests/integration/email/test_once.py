"""An action runs once for each key, unless it raised."""

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from notifications.once import ATTEMPTS, Once
from tests.integration.email.conftest import Context, World


@pytest.fixture
def once(world: World) -> Once:
    return Once(boto3.client("dynamodb"), "sent")


def run(once: Once, key: str, action: object) -> None:
    once.run(key, action, Context())  # type: ignore[arg-type]


def test_a_key_runs_its_action_once(once: Once) -> None:
    ran: list[str] = []

    for key in ("a", "a", "b"):
        run(once, key, lambda key=key: ran.append(key))

    assert ran == ["a", "b"]


def test_an_action_that_raised_runs_again(once: Once) -> None:
    ran: list[str] = []

    def fail() -> None:
        ran.append("failed")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run(once, "a", fail)
    run(once, "a", lambda: ran.append("done"))

    assert ran == ["failed", "done"]


@pytest.mark.parametrize("refusals", [1, 2, 5])
def test_an_action_that_succeeded_does_not_fail_because_that_cannot_be_stored(
    world: World, refusals: int
) -> None:
    dynamodb = boto3.client("dynamodb")
    left = refusals

    def refuse(**_: object) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            raise EndpointConnectionError(endpoint_url="DynamoDB")

    dynamodb.meta.events.register("before-call.dynamodb.UpdateItem", refuse)
    ran: list[str] = []

    run(Once(dynamodb, "sent"), "a", lambda: ran.append("a"))

    assert ran == ["a"]
    if refusals < ATTEMPTS:
        run(Once(dynamodb, "sent"), "a", lambda: ran.append("a"))
        assert ran == ["a"]
