"""An alarm on what the account costs in a month.

CloudFormation has no budgets in many regions, though they are global.
"""

from collections.abc import Mapping
from typing import Any

import boto3

from deploy import account

ALERTS = (("ACTUAL", 80.0), ("FORECASTED", 100.0))
"""Kinds of costs, and the percentage of the budget above which they are reported."""


def set_budget(stage: str, outputs: Mapping[str, str]) -> None:
    """Reports to the stage's alarms when the costs of the account reach the budget for a month that
    the stack's outputs name, in USD; 0 removes the budget. Costs of a single stage are known only
    where its tag was activated for billing."""
    usd, topic = _usd(outputs), outputs["AlarmsTopicArn"]
    if usd == 0:
        remove_budget(stage, outputs)
        return
    budgets, owner = boto3.client("budgets"), account.number()
    budget = _budget(stage, usd)
    try:
        budgets.create_budget(
            AccountId=owner,
            Budget=budget,
            NotificationsWithSubscribers=[_alert(*alert, topic) for alert in ALERTS],
        )
    except budgets.exceptions.DuplicateRecordException:
        budgets.update_budget(AccountId=owner, NewBudget=budget)


def remove_budget(stage: str, outputs: Mapping[str, str]) -> None:
    """Who may not use budgets, and whose stack wants none, has none."""
    budgets = boto3.client("budgets")
    try:
        budgets.delete_budget(AccountId=account.number(), BudgetName=_name(stage))
    except budgets.exceptions.NotFoundException:
        return
    except budgets.exceptions.AccessDeniedException:
        if _usd(outputs) > 0:
            raise


def _usd(outputs: Mapping[str, str]) -> int:
    """Of a stack that was not completed, there are no outputs."""
    return int(outputs.get("MonthlyBudgetUsd", 0))


def _name(stage: str) -> str:
    return f"stills-{stage}-{account.region()}"


def _budget(stage: str, usd: int) -> dict[str, Any]:
    return {
        "BudgetName": _name(stage),
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": str(usd), "Unit": "USD"},
    }


def _alert(kind: str, percent: float, topic: str) -> dict[str, Any]:
    return {
        "Notification": {
            "NotificationType": kind,
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": percent,
            "ThresholdType": "PERCENTAGE",
        },
        "Subscribers": [{"SubscriptionType": "SNS", "Address": topic}],
    }
