"""The SAM CLI receives each parameter whole, and a stack counts only when it is complete."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from deploy import infrastructure
from deploy.infrastructure import Infrastructure, override
from deploy.tools import DeploymentError


class CloudFormation:
    """Describes one stack, or none, and remembers its updates."""

    def __init__(self, status: str | None, *, works: bool = True) -> None:
        self._status = status
        self._works = works
        self.updates: list[dict[str, Any]] = []
        self.waits: list[dict[str, Any]] = []
        self.deleted: list[str] = []

    def delete_stack(self, StackName: str) -> None:
        self.deleted.append(StackName)

    def update_stack(self, **update: Any) -> None:
        self.updates.append(update)

    def get_waiter(self, name: str) -> "CloudFormation":
        assert name == ("stack_delete_complete" if self.deleted else "stack_update_complete")
        return self

    def wait(self, **wait: Any) -> None:
        self.waits.append(wait)
        if not self._works:
            raise WaiterError("StackUpdateComplete", "it was rolled back", {})

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        if self._status is None:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Message": message}}, "DescribeStacks")
        output = {"OutputKey": "VideosBucketName", "OutputValue": "videos"}
        parameters = [
            {"ParameterKey": "Architecture", "ParameterValue": "arm64"},
            {"ParameterKey": "ApiDomain", "ParameterValue": "old.example"},
        ]
        stack = {"StackStatus": self._status, "Outputs": [output], "Parameters": parameters}
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
    assert found.parameters == {"Architecture": "arm64", "ApiDomain": "old.example"}
    assert found.protected


def test_parameters_that_change_are_set_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = CloudFormation("UPDATE_COMPLETE")
    monkeypatch.setattr("boto3.client", lambda name: client)

    infrastructure.set_parameters("dev", {"ApiDomain": "new.example"}, poll=1)

    [update] = client.updates
    assert update["UsePreviousTemplate"]
    assert update["Parameters"] == [
        {"ParameterKey": "Architecture", "UsePreviousValue": True},
        {"ParameterKey": "ApiDomain", "ParameterValue": "new.example"},
    ]
    assert [wait["StackName"] for wait in client.waits] == ["stills-dev"]


def test_parameters_that_are_set_already_need_no_update(monkeypatch: pytest.MonkeyPatch) -> None:
    client = CloudFormation("UPDATE_COMPLETE")
    monkeypatch.setattr("boto3.client", lambda name: client)

    infrastructure.set_parameters("dev", {"ApiDomain": "old.example"})

    assert client.updates == []


def test_an_update_that_fails_is_an_error_that_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    client = CloudFormation("UPDATE_COMPLETE", works=False)
    monkeypatch.setattr("boto3.client", lambda name: client)

    with pytest.raises(DeploymentError, match=r"could not update stills-dev: .*rolled back"):
        infrastructure.set_parameters("dev", {"ApiDomain": "new.example"})


@pytest.mark.parametrize(
    ("status", "deleted"),
    [
        (None, []),
        ("UPDATE_ROLLBACK_COMPLETE", []),
        ("ROLLBACK_FAILED", []),
        ("ROLLBACK_COMPLETE", ["stills-dev"]),
    ],
)
def test_only_a_stack_that_could_not_be_created_is_deleted_to_begin_anew(
    monkeypatch: pytest.MonkeyPatch, status: str | None, deleted: list[str]
) -> None:
    client = CloudFormation(status)
    monkeypatch.setattr("boto3.client", lambda name: client)

    infrastructure.remove_failed_creation("dev", poll=1)

    assert client.deleted == [wait["StackName"] for wait in client.waits] == deleted


def test_what_cannot_be_deleted_is_an_error_that_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    client = CloudFormation("ROLLBACK_COMPLETE", works=False)
    monkeypatch.setattr("boto3.client", lambda name: client)

    with pytest.raises(DeploymentError, match=r"could not delete stills-dev, .*rolled back"):
        infrastructure.remove_failed_creation("dev")


def test_without_the_sam_cli_the_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(infrastructure, "SAM", tmp_path / "sam")
    stack = Infrastructure("dev", build_dir=tmp_path, log=tmp_path / "log", parameters={})

    with pytest.raises(DeploymentError, match="`make deploy` installs it"):
        stack.deploy()
