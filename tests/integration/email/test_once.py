"""An action runs once for each key, unless it raised."""

import boto3
import pytest

from notifications.once import Once
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
