import re
from typing import Any

import pytest

from tests.infrastructure.conftest import ROOT, Template

# Chalice names the function of the routes after the application and the stage only.
FUNCTIONS = [
    "stills-${Stage}",
    *(f"stills-${{Stage}}-{name}" for name in ("uploads", "results", "sweep")),
    *(f"stills-${{Stage}}-{name}" for name in ("dead_jobs", "dead_results", "worker", "email")),
]


def alarms(template: Template, metric: str) -> list[dict[str, Any]]:
    found = template.of_type("AWS::CloudWatch::Alarm").values()
    return [alarm for alarm in found if alarm["MetricName"] == metric]


def subject(alarm: dict[str, Any]) -> Any:
    [dimension] = alarm["Dimensions"]
    return dimension["Value"]


def test_every_alarm_notifies_at_once(template: Template) -> None:
    for alarm in template.of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmsTopic"}]
        assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (1, 1)
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"


def test_every_dead_letter_queue_has_an_alarm(template: Template) -> None:
    queues = [name for name in template.of_type("AWS::SQS::Queue") if "DeadLetter" in name]
    waiting = [
        subject(alarm)["Fn::GetAtt"]
        for alarm in alarms(template, "ApproximateNumberOfMessagesVisible")
    ]
    assert len(queues) == 4
    assert sorted(waiting) == sorted([queue, "QueueName"] for queue in queues)


@pytest.mark.parametrize("queue", ["JobsDeadLetterQueue", "ResultsDeadLetterQueue"])
def test_a_dead_letter_queue_that_the_api_empties_has_an_alarm(
    template: Template, queue: str
) -> None:
    taken = [subject(alarm) for alarm in alarms(template, "NumberOfMessagesReceived")]
    assert {"Fn::GetAtt": [queue, "QueueName"]} in taken


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_an_alarm_and_logs_that_expire(
    template: Template, function: str
) -> None:
    assert {"Fn::Sub": function} in [subject(alarm) for alarm in alarms(template, "Errors")]
    groups = {
        group["LogGroupName"]["Fn::Sub"]: group["RetentionInDays"]
        for group in template.of_type("AWS::Logs::LogGroup").values()
    }
    assert groups[f"/aws/lambda/{function}"] == 30


def test_the_api_has_an_alarm(template: Template, chalice_config: dict[str, Any]) -> None:
    [alarm] = alarms(template, "5XXError")
    app = (ROOT / "chalice_app" / "app.py").read_text()
    assert subject(alarm) == {"Fn::Sub": f"{chalice_config['app_name']}-${{Stage}}"}
    assert 'Gateway(f"stills-{settings.stage}", services)' in app


def test_every_function_is_traced(template: Template, chalice_config: dict[str, Any]) -> None:
    document = (ROOT / "template.yaml").read_text()
    assert re.search(r"^Globals:\n  Function:\n(    .*\n)*    Tracing: Active\n", document, re.M)
    assert chalice_config["xray"] is True
