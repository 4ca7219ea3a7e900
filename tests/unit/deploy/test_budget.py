"""A budget's alarm follows the parameter."""

import json
from contextlib import suppress
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core.exceptions import JsonRESTError

from deploy.budget import remove_budget, set_budget

TOPIC = "arn:aws:sns:eu-central-1:123456789012:stills-dev-alarms"
ACCOUNT = "123456789012"


def outputs(usd: int) -> dict[str, str]:
    return {"MonthlyBudgetUsd": str(usd), "AlarmsTopicArn": TOPIC}


def budgets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        boto3.client("budgets").describe_budgets(AccountId=ACCOUNT).get("Budgets", [])
    )
    return found


def test_a_budget_reports_to_the_alarms_of_its_stage(aws: None) -> None:
    set_budget("dev", outputs(50))

    [budget] = budgets()
    assert budget["BudgetName"] == "stills-dev-eu-central-1"
    assert float(budget["BudgetLimit"]["Amount"]) == 50
    alerts = boto3.client("budgets").describe_notifications_for_budget(
        AccountId=ACCOUNT, BudgetName=budget["BudgetName"]
    )["Notifications"]
    kinds = {alert["NotificationType"]: alert["Threshold"] for alert in alerts}
    assert kinds == {"ACTUAL": 80, "FORECASTED": 100}


@pytest.mark.parametrize("before", [0, 50])
def test_without_an_amount_there_is_no_budget(aws: None, before: int) -> None:
    set_budget("dev", outputs(before))

    set_budget("dev", outputs(0))

    assert budgets() == []


def test_an_amount_can_be_changed(monkeypatch: pytest.MonkeyPatch, aws: None) -> None:
    set_budget("dev", outputs(50))
    changed: list[str] = []  # moto cannot update
    monkeypatch.setattr(
        "moto.budgets.responses.BudgetsResponse.update_budget",
        lambda self: changed.append(json.loads(self.body)["NewBudget"]["BudgetLimit"]["Amount"]),
        raising=False,
    )

    with suppress(Exception):  # its answer is empty
        set_budget("dev", outputs(70))

    assert changed == ["70"]


@pytest.fixture
def denied(monkeypatch: pytest.MonkeyPatch, aws: None) -> None:
    """The caller may not use budgets."""

    def deny(self: Any) -> Any:
        raise JsonRESTError("AccessDeniedException", "User is not authorized")

    monkeypatch.setattr("moto.budgets.responses.BudgetsResponse.delete_budget", deny)


@pytest.mark.parametrize("found", [outputs(0), {}], ids=["none", "not completed"])
def test_without_an_amount_budgets_may_be_denied(denied: None, found: dict[str, str]) -> None:
    remove_budget("dev", found)


def test_a_budget_that_cannot_be_removed_is_an_error(denied: None) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        remove_budget("dev", outputs(50))


def test_a_deployment_without_a_budget_needs_no_permission_for_one(denied: None) -> None:
    set_budget("dev", outputs(0))


def test_a_destroyed_stage_leaves_no_budget(aws: None) -> None:
    set_budget("dev", outputs(50))
    set_budget("prod", outputs(50))

    remove_budget("dev", outputs(50))

    assert [budget["BudgetName"] for budget in budgets()] == ["stills-prod-eu-central-1"]
