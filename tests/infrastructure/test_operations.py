import json
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
    return [alarm for alarm in found if alarm.get("MetricName") == metric]


def subject(alarm: dict[str, Any]) -> Any:
    [dimension] = alarm["Dimensions"]
    return dimension["Value"]


def test_every_alarm_notifies_at_once(template: Template) -> None:
    for name, alarm in template.of_type("AWS::CloudWatch::Alarm").items():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmsTopic"}]
        if name != "SweepSilentAlarm":  # one that is silent has no data
            assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
            assert alarm["TreatMissingData"] == "notBreaching"
            assert alarm["EvaluationPeriods"] == 1


def test_an_alarm_is_about_this_stage_only(template: Template) -> None:
    """Not about an account or all stages: an alarm of `dev` must not be one of `prod` too."""
    for name, alarm in template.of_type("AWS::CloudWatch::Alarm").items():
        queries = alarm.get("Metrics", [])
        metrics = [q["MetricStat"]["Metric"] for q in queries if "MetricStat" in q] or [alarm]
        for metric in metrics:
            text = json.dumps([metric["Namespace"], metric["Dimensions"]])
            assert "${Stage}" in text or "Queue" in text or "EmailConfiguration" in text, name


@pytest.mark.parametrize("service", ["api", "worker", "email"])
def test_errors_that_a_service_handles_have_an_alarm(template: Template, service: str) -> None:
    handled = alarms(template, "HandledErrors")
    assert service in [subject(alarm) for alarm in handled]
    assert {alarm["Namespace"]["Fn::Sub"] for alarm in handled} == {"stills-${Stage}"}


def test_every_function_has_an_alarm_on_throttles(template: Template) -> None:
    alarm = template.of_type("AWS::CloudWatch::Alarm")["ThrottlesAlarm"]
    [total, *queries] = alarm["Metrics"]
    assert total["Expression"] == "SUM(METRICS())"
    throttled = [subject(query["MetricStat"]["Metric"])["Fn::Sub"] for query in queries]
    assert sorted(throttled) == sorted(FUNCTIONS)
    assert not any(query["ReturnData"] for query in queries)


def test_a_sweep_that_does_not_run_is_an_alarm(template: Template) -> None:
    [alarm] = alarms(template, "Invocations")
    assert subject(alarm) == {"Fn::Sub": "stills-${Stage}-sweep"}
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)
    assert alarm["TreatMissingData"] == "breaching"


def test_old_messages_are_an_alarm(template: Template) -> None:
    old = [subject(alarm) for alarm in alarms(template, "ApproximateAgeOfOldestMessage")]
    queues = [{"Fn::GetAtt": [name, "QueueName"]} for name in ("JobsQueue", "ResultsQueue")]
    assert old == queues


@pytest.mark.parametrize(
    ("metric", "limit"), [("Reputation.BounceRate", 0.05), ("Reputation.ComplaintRate", 0.001)]
)
def test_mail_is_an_alarm_before_ses_reviews_the_account(
    template: Template, metric: str, limit: float
) -> None:
    [alarm] = alarms(template, metric)
    assert float(alarm["Threshold"]) < limit
    assert subject(alarm) == {"Ref": "EmailConfiguration"}


def test_mail_to_an_address_that_bounced_is_not_sent(template: Template) -> None:
    [mail] = template.of_type("AWS::SES::ConfigurationSet").values()
    assert mail["SuppressionOptions"]["SuppressedReasons"] == ["BOUNCE", "COMPLAINT"]
    codes = template.of_type("AWS::Cognito::UserPool")["UserPool"]["EmailConfiguration"]
    assert codes["Fn::If"][1]["ConfigurationSet"] == {"Ref": "EmailConfiguration"}


def test_every_alarm_is_explained(template: Template) -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    for name in template.of_type("AWS::CloudWatch::Alarm"):
        assert f"`{name}`" in guide


def test_the_dashboard_is_json_about_this_stage_only(template: Template) -> None:
    [dashboard] = template.of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
    assert len(widgets) == 8
    for widget in widgets:
        [first, *_] = widget["properties"]["metrics"]
        assert "${Stage}" in f"{first[0]} {first[3]}"


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
