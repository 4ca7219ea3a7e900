"""Each service may call what its code calls, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.aws_calls import CLIENTS, needed
from tests.infrastructure.conftest import ROOT, Template

OF_THE_PLATFORM = {
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:DeleteMessage",  # Lambda reads the queues of a function with its permissions,
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",  # and writes what it failed to handle
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
"""What Lambda itself does with the permissions of a function."""

OF_LIBRARIES = {
    "EmailRole": {  # Powertools records which events were handled
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    },
    "WorkerRole": {"s3:ListBucket"},  # without it, S3 answers 403 instead of 404
}


def granted(statements: list[dict[str, Any]]) -> set[str]:
    actions = [statement["Action"] for statement in statements]
    return {a for each in actions for a in (each if isinstance(each, list) else [each])}


def of_api(template: Template) -> set[str]:
    policies = (ROOT / ".chalice" / "policies").glob("*.json")
    return granted([s for path in policies for s in json.loads(path.read_text())["Statement"]])


def of_role(role: str) -> Callable[[Template], set[str]]:
    def found(template: Template) -> set[str]:
        policies = template.resources[role]["Properties"]["Policies"]
        return granted([s for policy in policies for s in policy["PolicyDocument"]["Statement"]])

    return found


def files(*folders: str) -> list[Path]:
    every = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [*every, ROOT / "contracts" / "publishing.py"]


SERVICES = [
    pytest.param(files("chalice_app/chalicelib"), of_api, set(), id="api"),
    pytest.param(files("worker"), of_role("WorkerRole"), OF_LIBRARIES["WorkerRole"], id="worker"),
    pytest.param(
        [*(ROOT / "email_fn" / "notifications").glob("*.py")],
        of_role("EmailRole"),
        OF_LIBRARIES["EmailRole"],
        id="email",
    ),
]


@pytest.mark.parametrize(("code", "grants", "of_libraries"), SERVICES)
def test_every_call_is_allowed(
    template: Template,
    code: list[Path],
    grants: Callable[[Template], set[str]],
    of_libraries: set[str],
) -> None:
    calls = needed(code)

    forbidden = {call: where for call, where in calls.items() if call not in grants(template)}

    assert calls
    assert forbidden == {}


@pytest.mark.parametrize(("code", "grants", "of_libraries"), SERVICES)
def test_every_permission_is_used(
    template: Template,
    code: list[Path],
    grants: Callable[[Template], set[str]],
    of_libraries: set[str],
) -> None:
    used = {*needed(code), *OF_THE_PLATFORM, *of_libraries}

    assert grants(template) - used == set()


def test_every_client_is_found() -> None:
    """A client under another name would hide its calls."""
    calls = needed(files("chalice_app/chalicelib", "worker", "email_fn/notifications"))

    assert {call.partition(":")[0] for call in calls} == {*CLIENTS.values(), "dynamodb"}
