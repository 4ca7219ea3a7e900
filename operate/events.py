"""What the functions of a deployment have logged."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from operate.deployment import Deployment

FAILED = '?"\\"level\\":\\"ERROR\\"" ?"Task timed out" ?"Runtime.ExitError" ?"Runtime exited"'
"""The filter for errors: those that a function logs, and its end by Lambda."""


@dataclass(frozen=True)
class Line:
    """A line of a function's log. `fields` is empty for one that is not JSON."""

    at: datetime
    function: str
    text: str
    fields: dict[str, Any]

    @property
    def level(self) -> str:
        return str(self.fields.get("level", "ERROR"))

    @property
    def message(self) -> str:
        return str(self.fields.get("message", self.text))


def lines(deployment: Deployment, pattern: str, since: datetime) -> list[Line]:
    """The lines of all functions that match a filter of CloudWatch, the oldest first."""
    found = [
        line
        for function, name in deployment.functions.items()
        for line in _of_function(function, name, pattern, since)
    ]
    return sorted(found, key=lambda line: line.at)


def failures(deployment: Deployment, within: timedelta) -> list[Line]:
    return lines(deployment, FAILED, datetime.now(UTC) - within)


def _of_function(function: str, name: str, pattern: str, since: datetime) -> Iterator[Line]:
    logs = boto3.client("logs")
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{name}",
        filterPattern=pattern,
        startTime=int(since.timestamp() * 1000),
    )
    try:
        for page in pages:
            for event in page["events"]:
                yield _line(function, event["timestamp"], event["message"].rstrip())
    except logs.exceptions.ResourceNotFoundException:
        return  # the function has not run yet


def _line(function: str, milliseconds: int, text: str) -> Line:
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    try:
        fields = json.loads(text)
    except ValueError:
        return Line(at, function, text, {})
    if not isinstance(fields, dict):
        return Line(at, function, text, {})
    with suppress(KeyError, TypeError, ValueError):  # CloudWatch may know only when it received it
        at = datetime.strptime(fields["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z")
    return Line(at, function, text, fields)
