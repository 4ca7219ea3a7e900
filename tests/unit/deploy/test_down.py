"""A deployment is deleted only if it is not protected and its name was typed back."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from deploy import infrastructure
from deploy.down import down
from deploy.infrastructure import Infrastructure, Stack
from deploy.tools import DeploymentError, UsageError

module = sys.modules["deploy.down"]
Deployed = Callable[..., None]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps of a deletion, in their order, each done by a stand-in."""
    taken: list[str] = []

    def step(name: str) -> Callable[..., None]:
        return lambda *_: taken.append(name)

    api = SimpleNamespace(delete=step("api"))
    monkeypatch.setattr(module, "api_of", lambda *_: api)
    bucket = SimpleNamespace(forget=step("record"))
    monkeypatch.setattr(module, "deployments_bucket", lambda: bucket)
    monkeypatch.setattr(module, "locked", lambda *_: nullcontext())
    monkeypatch.setattr(module, "remove_budget", step("budget"))
    monkeypatch.setattr(infrastructure, "empty_buckets", step("buckets"))
    monkeypatch.setattr(Infrastructure, "delete", step("stack"))
    return taken


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """Pretends that a stack with the given fields is deployed."""

    def pretend(**fields: Any) -> None:
        stack = Stack(
            "CREATE_COMPLETE",
            **{"parameters": {}, "outputs": {"VideosBucketName": "videos"}, **fields},
        )
        monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)

    return pretend


def test_a_confirmed_deletion_takes_the_steps_in_reverse(
    steps: list[str], deployed: Deployed
) -> None:
    deployed(protected=False)

    down("dev", "dev")

    assert steps == ["budget", "api", "buckets", "stack", "record"]


@pytest.mark.parametrize(
    ("stage", "stack"),
    [
        ("dev", {"protected": True}),
        ("prod", {"protected": False}),
        ("dev", {"protected": False, "parameters": {"ProtectData": "yes"}}),
    ],
    ids=["stack", "deployed before stacks were protected", "parameter"],
)
def test_a_protected_deployment_is_refused_before_the_first_step(
    steps: list[str], deployed: Deployed, stage: str, stack: dict[str, Any]
) -> None:
    deployed(**stack)

    with pytest.raises(DeploymentError, match=r"nothing was deleted.*ProtectData=no"):
        down(stage, stage)

    assert steps == []


def test_production_is_deleted_once_its_protection_is_lifted(
    steps: list[str], deployed: Deployed
) -> None:
    deployed(protected=False, parameters={"ProtectData": "no"})

    down("prod", "prod")

    assert "stack" in steps


def test_a_budget_that_cannot_be_removed_leaves_the_rest_for_the_next_call(
    steps: list[str], deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise DeploymentError("denied")

    deployed(protected=False)
    monkeypatch.setattr(module, "remove_budget", denied)

    with pytest.raises(DeploymentError, match="denied"):
        down("dev", "dev")

    assert steps == []


@pytest.mark.parametrize("typed", ["", "prod", "Dev"])
def test_without_the_stages_name_nothing_is_deleted(
    steps: list[str], deployed: Deployed, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    deployed(protected=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: typed)

    with pytest.raises(UsageError, match=r"CONFIRM=dev"):
        down("dev", "")

    assert steps == []


def test_at_a_terminal_the_name_is_asked_for(
    steps: list[str], deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(protected=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "dev")

    down("dev", "")

    assert steps[-1] == "record"


def test_a_stage_that_does_not_exist_is_named(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(infrastructure, "stack", lambda stage: None)

    with pytest.raises(DeploymentError, match="there is no stack stills-dev"):
        down("dev", "dev")

    assert steps == []
