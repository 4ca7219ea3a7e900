"""A step of the local deployment runs only if its inputs changed or its results are gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from deploy import infrastructure
from deploy.api import Api
from deploy.infrastructure import Infrastructure
from local.deployment import LocalDeployment
from local.settings import ROOT, Settings

OUTPUTS = {
    name: f"arn:aws:test:::{name}"
    for name in (
        *("VideosBucketName", "VideosBucketArn", "ImagesBucketName", "ImagesBucketArn"),
        *("VideosTableName", "VideosTableArn", "ApiEventsTopicArn", "WorkerEventsTopicArn"),
        *("JobsQueueArn", "JobsDeadLetterQueueArn", "ResultsQueueArn"),
        *("ResultsDeadLetterQueueArn", "UploadsDeadLetterQueueArn", "EmailDeadLetterQueueArn"),
        *("UserPoolId", "UserPoolArn", "UserPoolClientId", "CursorSecretArn", "ApiLogGroupArn"),
        "UnsubscribeSecretArn",
    )
}


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The steps that ran, with stand-ins for the tools, in an account of their own."""
    ran: list[str] = []
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(Infrastructure, "deploy", lambda self: ran.append("sam"))
    monkeypatch.setattr(Api, "deploy", lambda self, outputs: ran.append("chalice"))
    monkeypatch.setattr(Api, "exists", lambda self: True)
    monkeypatch.setattr(Api, "url", lambda self: "https://abc.execute-api.example/api")
    monkeypatch.setattr(infrastructure, "outputs", lambda stage: OUTPUTS)
    with mock_aws():
        yield ran


@pytest.fixture
def deployment(tmp_path: Path) -> LocalDeployment:
    return LocalDeployment(Settings(home=tmp_path, port=4977), lambda line: None)


def test_an_unchanged_deployment_is_skipped(steps: list[str], deployment: LocalDeployment) -> None:
    first, second = deployment.deploy(), deployment.deploy()

    assert steps == ["sam", "chalice"]
    assert first == second == (OUTPUTS, "https://abc.execute-api.example/api")


def test_an_api_that_is_gone_is_deployed_again(
    steps: list[str], deployment: LocalDeployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.deploy()
    monkeypatch.setattr(Api, "exists", lambda self: False)

    deployment.deploy()

    assert steps == ["sam", "chalice", "chalice"]


def test_another_stack_brings_another_api(
    steps: list[str], deployment: LocalDeployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.deploy()
    changed = OUTPUTS | {"UserPoolId": "us-east-1_new"}
    monkeypatch.setattr(infrastructure, "outputs", lambda stage: changed)

    deployment.deploy()

    assert steps == ["sam", "chalice", "chalice"]


def test_the_page_learns_where_the_api_is(
    steps: list[str], deployment: LocalDeployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {
        "PageBucketName": "page",
        "PageDistributionId": "E1",
        "PageDistributionDomain": "d1.cloudfront.net",
        "PageUrl": "http://127.0.0.1:4580",
    }
    set_: dict[str, str] = {}
    monkeypatch.setattr(infrastructure, "outputs", lambda stage: OUTPUTS | page)
    monkeypatch.setattr(
        infrastructure, "set_parameters", lambda stage, values, poll: set_.update(values)
    )

    deployment.deploy()

    assert set_ == {
        "ApiDomain": "abc.execute-api.example",
        "PageUrl": "http://127.0.0.1:4580",
    }


def test_the_project_links_to_the_sources_and_has_its_own_configuration(
    steps: list[str], deployment: LocalDeployment
) -> None:
    deployment.deploy()

    project = deployment.settings.home / "chalice"
    assert (project / "app.py").resolve() == ROOT / "chalice_app" / "app.py"
    assert not (project / ".chalice" / "config.json").is_symlink()
    assert "USER_POOL_ID" in (project / ".chalice" / "config.json").read_text()
