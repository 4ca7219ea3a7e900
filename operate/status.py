"""How a deployment is: its queues, its failures of the last hour, and where it is."""

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import boto3
from rich.console import Console
from rich.table import Table
from rich.text import Text

from operate.deployment import QUEUES, READ, Deployment
from operate.events import failures

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

HOUR = timedelta(hours=1)

_OF_STAGE = re.compile(r"([A-Za-z0-9]+)-[A-Za-z0-9]+")
"""What CloudFormation puts behind the stack's name: the alarm's, and a random part. Before it, the
alarms of the stage `dev-eu` have `eu-`, which would be taken for alarms of `dev`."""


def show_status(deployment: Deployment, console: Console) -> None:
    """Prints the tables. Failures are errors in the logs, whether they were handled or not."""
    console.print(f"[bold]{deployment.stage}[/]")
    console.print(f"  API   {deployment.api_url}", markup=False)
    console.print(f"  Page  {deployment.page_url or 'none'}", markup=False)
    console.print(_queues(deployment))
    console.print(_failures(deployment))
    alarms = _alarms(deployment)
    console.print(f"Alarms: {', '.join(alarms) or 'none'}", markup=False)


def _queues(deployment: Deployment) -> Table:
    table = Table("queue", title="Messages", title_justify="left")
    for column in ("waiting", "in work", "dead letters"):
        table.add_column(column, justify="right")
    sqs = boto3.client("sqs")
    for queue in QUEUES:
        waiting, in_work = "", ""
        if queue in READ:
            waiting, in_work = _depths(sqs, deployment.queue_name(queue))
        dead = sum(int(depth) for depth in _depths(sqs, deployment.dead_letters_name(queue)))
        table.add_row(queue, waiting, in_work, _red(dead))
    return table


def _depths(sqs: "SQSClient", name: str) -> tuple[str, str]:
    """How many messages wait, and how many were received and not yet deleted."""
    attributes = sqs.get_queue_attributes(
        QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
        AttributeNames=[
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ],
    )["Attributes"]
    return (
        attributes["ApproximateNumberOfMessages"],
        attributes["ApproximateNumberOfMessagesNotVisible"],
    )


def _failures(deployment: Deployment) -> Table:
    found = failures(deployment, HOUR)
    counts = Counter(line.function for line in found)
    last = {line.function: line for line in found}
    table = Table("function", title="Failures of the last hour", title_justify="left")
    table.add_column("failures", justify="right")
    table.add_column("the last one", overflow="fold")
    for function in deployment.functions:
        line = last.get(function)
        said = f"{line.at:%H:%M:%S}Z {line.message}" if line else ""
        table.add_row(function, _red(counts[function]), Text(said))  # brackets would be markup
    return table


def _red(count: int) -> Text:
    return Text(str(count), "red" if count else "")


def _alarms(deployment: Deployment) -> list[str]:
    """The names of the stage's alarms that are on, without that of the stack."""
    prefix = f"stills-{deployment.stage}-"
    pages = (
        boto3.client("cloudwatch")
        .get_paginator("describe_alarms")
        .paginate(AlarmNamePrefix=prefix, StateValue="ALARM")
    )
    names = [
        alarm["AlarmName"].removeprefix(prefix) for page in pages for alarm in page["MetricAlarms"]
    ]
    return sorted(match[1] for name in names if (match := _OF_STAGE.fullmatch(name)))
