"""A mapping is changed only when Lambda allows it."""

from collections.abc import Iterator
from typing import Any

import pytest

from deploy import mappings
from deploy.mappings import report_each_failure
from deploy.tools import DeploymentError


class InUse(Exception):
    pass


class Lambda:
    """Answers with each state in turn, and refuses a change in any but a settled one; also, if
    `races`, the first change in a settled one."""

    class exceptions:
        ResourceInUseException = InUse

    def __init__(self, states: Iterator[str], races: bool = False) -> None:
        self._states = states
        self._state = ""
        self._races = races
        self.changed: list[Any] = []

    def get_event_source_mapping(self, UUID: str) -> dict[str, str]:
        self._state = next(self._states)
        return {"State": self._state}

    def update_event_source_mapping(self, **change: Any) -> None:
        if self._state not in ("Enabled", "Disabled") or self._races:
            self._races = False
            raise InUse
        self.changed.append(change)


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mappings, "POLL_SECONDS", 0)


CHANGE = {"UUID": "m", "FunctionResponseTypes": ["ReportBatchItemFailures"]}


@pytest.mark.parametrize("states", [["Enabled"], ["Creating", "Updating", "Enabled"], ["Disabled"]])
def test_a_mapping_is_changed_once_it_has_settled(
    monkeypatch: pytest.MonkeyPatch, states: list[str]
) -> None:
    functions = Lambda(iter(states))
    monkeypatch.setattr("boto3.client", lambda name: functions)

    report_each_failure("m")

    assert functions.changed == [CHANGE]


def test_a_change_by_someone_else_in_between_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = Lambda(iter(["Enabled", "Updating", "Enabled"]), races=True)
    monkeypatch.setattr("boto3.client", lambda name: functions)

    report_each_failure("m")

    assert functions.changed == [CHANGE]


def test_a_mapping_that_never_settles_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mappings, "SETTLING_SECONDS", -1)
    monkeypatch.setattr("boto3.client", lambda name: Lambda(iter(["Creating"])))

    with pytest.raises(DeploymentError, match="m is still Creating"):
        report_each_failure("m")
