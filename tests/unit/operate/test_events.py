"""The logs of all functions, as one story."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from deploy.tools import DeploymentError, UsageError
from operate.deployment import Deployment
from operate.events import failures, lines
from operate.story import show_story

VIDEO = "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e"
DEPLOYED = Deployment("dev", {}, "")
MADE = datetime.fromtimestamp(0x01938E3C5B7A / 1000, UTC)


class NoGroup(Exception):
    pass


class Logs:
    """CloudWatch Logs with one stream in each group: pairs of milliseconds and text. moto filters
    differently."""

    exceptions = SimpleNamespace(ResourceNotFoundException=NoGroup)

    def __init__(self) -> None:
        self.groups: dict[str, list[tuple[int, str]]] = {}

    def log(self, function: str, message: str) -> None:
        at = int((MADE.timestamp() + 10) * 1000)
        self.groups.setdefault(f"/aws/lambda/{function}", []).append((at, message))

    def get_paginator(self, operation: str) -> "Logs":
        assert operation == "filter_log_events"
        return self

    def paginate(
        self, logGroupName: str, filterPattern: str, startTime: int
    ) -> Iterator[dict[str, Any]]:
        if logGroupName not in self.groups:
            raise NoGroup
        for at, text in self.groups[logGroupName]:  # each on a page of its own
            found = filterPattern.strip('"') in text and at >= startTime
            yield {"events": [{"timestamp": at, "message": text}] if found else []}


def line(message: str, second: int, **fields: object) -> str:
    at = f"{MADE:%Y-%m-%d %H:%M}:{second:02},000+0000"
    return json.dumps({"level": "INFO", "message": message, "timestamp": at, **fields})


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Logs:
    found = Logs()
    monkeypatch.setattr("boto3.client", {"logs": found}.__getitem__)
    return found


@pytest.fixture
def story(logs: Logs) -> Deployment:
    logs.log("stills-dev-worker", line("Done", 59, video_id=VIDEO, images=3, cold_start=True))
    logs.log("stills-dev", line("Unexpected error", 58, video_id=VIDEO, exception="Tracing\nBoom"))
    logs.log("stills-dev-email", line("The e-mail was sent", 50, video_id="another"))
    return DEPLOYED


def test_lines_are_in_the_order_of_their_own_times(story: Deployment) -> None:
    found = lines(story, f'"{VIDEO}"', MADE)

    assert [(each.function, each.message) for each in found] == [
        ("api_handler", "Unexpected error"),
        ("worker", "Done"),
    ]


@pytest.mark.parametrize("text", ["Task timed out", "7", '{"timestamp": 7}'])
def test_a_line_of_another_form_is_shown_as_it_is(logs: Logs, text: str) -> None:
    logs.log("stills-dev-sweep", text)

    [found] = lines(DEPLOYED, f'"{text}"', MADE)

    assert (found.function, found.level, found.message) == ("sweep", "ERROR", text)


def test_what_is_older_is_left_out(logs: Logs) -> None:
    logs.log("stills-dev-sweep", "Task timed out")

    assert failures(DEPLOYED, timedelta(hours=1)) == []


def test_a_story_has_details_and_exceptions(story: Deployment) -> None:
    out = io.StringIO()

    show_story(story, VIDEO, Console(file=out, soft_wrap=True))

    [error, *exception, done] = out.getvalue().splitlines()
    assert "Unexpected error" in error
    assert exception == ["    Tracing", "    Boom"]
    assert "Done  images=3" in done


def test_a_video_without_a_story_is_an_error(story: Deployment) -> None:
    unknown = VIDEO.replace("3e", "3f")

    with pytest.raises(DeploymentError, match="no function of dev has logged anything"):
        show_story(story, unknown, Console(file=io.StringIO()))


def test_what_is_no_id_is_refused(story: Deployment) -> None:
    with pytest.raises(UsageError, match="VIDEO=holiday"):
        show_story(story, "holiday", Console(file=io.StringIO()))
