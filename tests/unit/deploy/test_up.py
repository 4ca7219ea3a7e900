"""A deployment keeps the parameters of the last one, and protects what must stay."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from deploy import infrastructure
from deploy.infrastructure import Infrastructure, Stack
from deploy.up import infrastructure_of, up

module = sys.modules["deploy.up"]


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the stand-ins for SAM and CloudFormation receive, and the steps in their order."""
    seen: dict[str, Any] = {"steps": []}
    stack = Stack("CREATE_COMPLETE", {"Architecture": "arm64", "VideoDays": "30"}, {}, False)

    def take(step: str, **values: Any) -> None:
        seen["steps"].append(step)
        seen.update(values)

    @contextmanager
    def lock(*_: object) -> Iterator[SimpleNamespace]:
        take("lock")
        yield SimpleNamespace(renew=lambda: take("renew"))
        take("unlock")

    api = SimpleNamespace(deploy=lambda outputs: take("api"), url=lambda: "https://api.example")
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)
    monkeypatch.setattr(
        Infrastructure, "deploy", lambda self: take("stack", parameters=self.parameters)
    )
    monkeypatch.setattr(
        infrastructure, "protect", lambda stage, protected: seen.update(protected=protected)
    )
    monkeypatch.setattr(module, "deployments_bucket", lambda: None)
    monkeypatch.setattr(module, "locked", lock)
    monkeypatch.setattr(module, "api_of", lambda *_: api)
    return seen


def test_both_steps_run_under_one_lock_that_is_renewed_in_between(deployed: dict[str, Any]) -> None:
    up("dev", {})

    assert deployed["steps"] == ["lock", "stack", "renew", "api", "unlock"]


def test_a_worker_image_that_is_given_is_not_built() -> None:
    image = "000000000000.dkr.ecr.us-east-1.amazonaws.com/stills-worker:42"

    stack = infrastructure_of("dev", {"WorkerImageUri": image})

    assert stack.resources == ("EmailFunction",)
    assert stack.deploy_options[-1] == image.removesuffix(":42")


def test_a_parameter_that_was_given_once_is_built_with_again(deployed: dict[str, Any]) -> None:
    up("dev", {"VideoDays": "7"})

    assert deployed["parameters"]["Architecture"] == "arm64"
    assert deployed["parameters"]["VideoDays"] == "7"
    assert deployed["parameters"]["Stage"] == "dev"


@pytest.mark.parametrize(("stage", "protected"), [("dev", False), ("prod", True)])
def test_the_stack_of_production_is_protected(
    deployed: dict[str, Any], stage: str, protected: bool
) -> None:
    up(stage, {})

    assert deployed["protected"] is protected
