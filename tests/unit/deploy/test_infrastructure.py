"""The SAM CLI receives each parameter whole, and a stack counts only when it is complete."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy import infrastructure
from deploy.infrastructure import Infrastructure, override
from deploy.tools import DeploymentError


class CloudFormation:
    """Describes one stack, or none."""

    def __init__(self, status: str | None) -> None:
        self._status = status

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        if self._status is None:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Message": message}}, "DescribeStacks")
        output = {"OutputKey": "VideosBucketName", "OutputValue": "videos"}
        parameter = {"ParameterKey": "Architecture", "ParameterValue": "arm64"}
        stack = {"StackStatus": self._status, "Outputs": [output], "Parameters": [parameter]}
        return {"Stacks": [{**stack, "EnableTerminationProtection": True}]}


@pytest.fixture
def stack_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    def set_status(status: str | None) -> None:
        monkeypatch.setattr("boto3.client", lambda name: CloudFormation(status))

    return set_status


@pytest.mark.parametrize(
    ("value", "argument"),
    [
        ("3008", 'Name="3008"'),
        ("", 'Name=""'),
        ("https://a.example, https://b.example", 'Name="https://a.example, https://b.example"'),
        ('a "b"', r'Name="a \"b\""'),
    ],
)
def test_a_parameter_is_quoted_for_sam(value: str, argument: str) -> None:
    assert override("Name", value) == argument


@pytest.mark.parametrize(
    "status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]
)
def test_a_complete_stack_has_outputs(stack_is: Callable[[str | None], None], status: str) -> None:
    stack_is(status)

    assert infrastructure.outputs("dev") == {"VideosBucketName": "videos"}


@pytest.mark.parametrize("status", [None, "CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE"])
def test_another_stack_has_none(stack_is: Callable[[str | None], None], status: str | None) -> None:
    stack_is(status)

    assert infrastructure.outputs("dev") is None


def test_a_stack_tells_its_parameters_and_its_protection(
    stack_is: Callable[[str | None], None],
) -> None:
    stack_is("CREATE_COMPLETE")

    found = infrastructure.stack("dev")

    assert found is not None
    assert found.parameters == {"Architecture": "arm64"}
    assert found.protected


def test_without_the_sam_cli_the_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(infrastructure, "SAM", tmp_path / "sam")
    stack = Infrastructure("dev", build_dir=tmp_path, log=tmp_path / "log", parameters={})

    with pytest.raises(DeploymentError, match="`make deploy` installs it"):
        stack.deploy()
