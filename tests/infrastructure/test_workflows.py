"""Only what is on this repository's main, and passed CI, gets the role that deploys."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from tests.infrastructure.conftest import ROOT

OURS, FORK = "ada/stills", "mallory/stills"


@pytest.fixture(scope="module")
def deploy() -> dict[Any, Any]:
    path = ROOT / ".github" / "workflows" / "deploy.yml"
    found: dict[Any, Any] = yaml.safe_load(path.read_text())
    return found


def deploys(
    deploy: dict[Any, Any],
    *,
    on: str = "workflow_run",
    event: str = "push",
    of: str = OURS,
    conclusion: str = "success",
    role: str = "arn:aws:iam::123456789012:role/deployer",
) -> bool:
    """What the job's condition says about a run of CI."""
    run = SimpleNamespace(
        event=event, head_repository=SimpleNamespace(full_name=of), conclusion=conclusion
    )
    contexts = {
        "vars": SimpleNamespace(AWS_DEPLOY_ROLE=role),
        "github": SimpleNamespace(
            event_name=on, event=SimpleNamespace(workflow_run=run), repository=OURS
        ),
    }
    condition = deploy["jobs"]["deploy"]["if"].replace("&&", " and ").replace("||", " or ")
    return bool(eval(re.sub(r"\s+", " ", condition), {"__builtins__": {}}, contexts))  # noqa: S307


def test_what_is_pushed_to_main_is_deployed(deploy: dict[Any, Any]) -> None:
    assert deploys(deploy)
    assert deploy[True]["workflow_run"]["branches"] == ["main"]  # YAML reads `on` as true


def test_a_person_may_deploy(deploy: dict[Any, Any]) -> None:
    assert deploys(deploy, on="workflow_dispatch", event="", of="", conclusion="")


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "schedule", "push"])
def test_the_main_of_a_fork_is_never_deployed(deploy: dict[Any, Any], event: str) -> None:
    assert not deploys(deploy, event=event, of=FORK)


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_a_pull_request_is_not_deployed(deploy: dict[Any, Any], event: str) -> None:
    assert not deploys(deploy, event=event)


@pytest.mark.parametrize("conclusion", ["failure", "cancelled", "skipped", "timed_out"])
def test_what_did_not_pass_is_not_deployed(deploy: dict[Any, Any], conclusion: str) -> None:
    assert not deploys(deploy, conclusion=conclusion)


def test_without_a_role_nothing_is_deployed(deploy: dict[Any, Any]) -> None:
    assert not deploys(deploy, role="")
    assert not deploys(deploy, role="", on="workflow_dispatch")


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=str)
def test_a_pull_request_gets_no_token_that_can_write(path: Any) -> None:
    workflow = yaml.safe_load(path.read_text())
    if "pull_request" in workflow[True]:
        assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]
