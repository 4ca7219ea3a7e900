"""A deployment keeps the parameters of the last one, and protects what must stay."""

from typing import Any

import pytest

from deploy import infrastructure
from deploy import up as module
from deploy.api import Api
from deploy.infrastructure import Infrastructure, Stack
from deploy.up import up


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the stand-ins for SAM and CloudFormation receive: the parameters of each deployment, and
    the protection of the stack."""
    seen: dict[str, Any] = {"parameters": None, "protected": None}
    stack = Stack("CREATE_COMPLETE", {"Architecture": "arm64", "VideoDays": "30"}, {}, False)
    monkeypatch.setattr(infrastructure, "stack", lambda stage: stack)
    monkeypatch.setattr(
        Infrastructure, "deploy", lambda self: seen.update(parameters=self.parameters)
    )
    monkeypatch.setattr(
        infrastructure, "protect", lambda stage, protected: seen.update(protected=protected)
    )
    monkeypatch.setattr(module.stage, "record", lambda *_: None)
    monkeypatch.setattr(Api, "deploy", lambda self, outputs: None)
    monkeypatch.setattr(Api, "url", lambda self: "https://api.example")
    return seen


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
