"""The commands, their errors and their exit status."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from deploy.infrastructure import Stack
from deploy.tools import DeploymentError
from operate import __main__ as operate
from operate.deployment import Deployment, deployment
from operate.events import Line

STACK = Stack("CREATE_COMPLETE", {}, {"VideosBucketName": "videos", "PageUrl": ""}, False)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, deployed: Deployment) -> Deployment:
    monkeypatch.setattr(operate, "deployment", lambda stage: deployed)
    return deployed


def test_redrive_says_how_many_messages_it_sent_on(
    found: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    sqs = boto3.client("sqs")
    dead = sqs.get_queue_url(QueueName="stills-dev-jobs-dead-letters")["QueueUrl"]
    sqs.send_message(QueueUrl=dead, MessageBody="a job")

    assert operate.main(["redrive", "dev", "jobs"]) == 0

    assert capsys.readouterr().out == "1 messages of jobs were sent on\n"


def test_status_shows_queues_failures_and_alarms(
    found: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    watch: Any = boto3.client("cloudwatch")
    for stage in ("dev", "prod", "dev-eu"):
        name = f"stills-{stage}-Api5XXAlarm-1A2B3C"
        watch.put_metric_alarm(
            AlarmName=name,
            ComparisonOperator="LessThanThreshold",
            EvaluationPeriods=1,
            MetricName="5XXError",
            Namespace="AWS/ApiGateway",
            Period=60,
            Statistic="Sum",
            Threshold=1,
        )
        watch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="stills-dev-email-dead-letters")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="an event")

    assert operate.main(["status", "dev"]) == 0

    out = capsys.readouterr().out
    assert "https://api.example.com/api" in out
    assert "https://stills.example.com" in out
    [email, _] = [line.split("│") for line in out.splitlines() if "│ email" in line]
    assert email[4].strip() == "1"
    assert "Alarms: Api5XXAlarm\n" in out


@pytest.mark.parametrize("said", ["[/tmp/x] is missing", "[foo] is missing", "[/]", "[red]"])
def test_status_shows_what_was_logged_as_it_is(
    found: Deployment,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    said: str,
) -> None:
    line = Line(datetime.now(UTC), "worker", said, {})
    monkeypatch.setattr("operate.status.failures", lambda *_: [line])

    assert operate.main(["status", "dev"]) == 0

    assert said in capsys.readouterr().out


@pytest.mark.parametrize(("worked", "status"), [(True, 0), (False, 1)])
def test_a_smoke_test_that_fails_is_an_error(
    found: Deployment, monkeypatch: pytest.MonkeyPatch, worked: bool, status: int
) -> None:
    monkeypatch.setattr(operate, "smoke", lambda *_: worked)

    assert operate.main(["smoke", "dev"]) == status


@pytest.mark.parametrize(
    "arguments", [["status", "No Stage"], ["redrive", "dev", "mail"], ["logs", "dev", "holiday"]]
)
def test_a_wrong_argument_is_an_error_of_usage(
    found: Deployment, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert operate.main(arguments) == 2

    assert capsys.readouterr().err.startswith("error: ")


def test_a_stage_that_is_not_deployed_is_an_error(
    aws: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert operate.main(["status", "dev"]) == 1

    assert capsys.readouterr().err == "error: there is no complete deployment of dev\n"


def test_a_deployment_has_the_url_of_its_api(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.infrastructure.stack", lambda stage: STACK)
    gateway = boto3.client("apigateway")
    gateway.create_rest_api(name="stills-prod")
    api = gateway.create_rest_api(name="stills-dev")["id"]

    found = deployment("dev")

    assert found.api_url == f"https://{api}.execute-api.eu-central-1.amazonaws.com/api"
    assert found.functions["api_handler"] == "stills-dev"
    assert found.functions["worker"] == "stills-dev-worker"


def test_a_stack_without_an_api_is_an_error(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.infrastructure.stack", lambda stage: STACK)

    with pytest.raises(DeploymentError, match="dev has no API"):
        deployment("dev")


def test_local_is_the_cloud_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STILLS_HOME", str(tmp_path))
    monkeypatch.setattr("os.environ", {"STILLS_HOME": str(tmp_path), "AWS_PROFILE": "theirs"})
    with pytest.raises(DeploymentError, match="`make run` starts it"):
        deployment("local")
    outputs = {
        "stack": {"PageUrl": "http://127.0.0.1:4580"},
        "api_url": "http://127.0.0.1:4566/api",
        "page_url": None,  # the page is not built
    }
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))

    found = deployment("local")

    assert (found.stage, found.api_url) == ("local", "http://127.0.0.1:4566/api")
    assert found.page_url == ""
