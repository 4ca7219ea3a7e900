"""The command refuses wrong arguments in one line, and touches nothing before it does."""

from typing import Any

import pytest

import deploy.__main__ as command
from deploy.tools import DeploymentError


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """The stages deployed by a stand-in for the two steps, with their parameters."""
    calls: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(command, "up", lambda name, given: calls.append((name, given)))
    return calls


def test_up_deploys_with_the_parameters(deployed: list[Any]) -> None:
    assert command.main(["up", "dev", "AlarmAddress=ops@example.org"]) == 0

    assert deployed == [("dev", {"AlarmAddress": "ops@example.org"})]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["up", "dev", "x"], "'x'"),
        (["up", "dev", "NoSuch=1"], "'NoSuch'"),
        (["up", "My Stage"], "'My Stage'"),
        (["down", "My Stage", "--confirm", "My Stage"], "'My Stage'"),
    ],
)
def test_a_wrong_argument_is_one_line_that_names_it(
    deployed: list[Any],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    assert command.main(arguments) == 2

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert named in line
    assert deployed == []


@pytest.mark.parametrize(
    ("raised", "status", "line"),
    [
        (DeploymentError("sam failed"), 1, "error: sam failed"),
        (KeyboardInterrupt(), 130, "error: interrupted"),
    ],
)
def test_a_failed_deployment_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    status: int,
    line: str,
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(command, "up", fail)

    assert command.main(["up", "dev"]) == status

    assert capsys.readouterr().err == f"{line}\n"
