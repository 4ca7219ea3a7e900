"""A tool that fails ends the deployment with the last lines of its output."""

import sys
from pathlib import Path

import pytest

from deploy.tools import DeploymentError, run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_output_of_a_tool_is_logged(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "sam.log"

    run(python("print('built')"), log=log, echo=False)

    assert log.read_text() == "built\n"


def test_a_failure_shows_the_end_of_the_output(tmp_path: Path) -> None:
    code = "import sys; [print(n) for n in range(99)]; sys.exit('no such bucket')"

    with pytest.raises(DeploymentError) as failed:
        run(python(code), log=tmp_path / "sam.log", echo=False)

    assert "exit 1" in str(failed.value)
    assert str(failed.value).rstrip().endswith("no such bucket")
    assert "\n5\n" not in str(failed.value)


def test_a_tool_receives_the_given_environment(tmp_path: Path) -> None:
    log = tmp_path / "sam.log"

    code = "import os; print(os.environ['SAM_CLI_TELEMETRY'])"
    run(python(code), log=log, echo=False, environ={"SAM_CLI_TELEMETRY": "0"})

    assert log.read_text() == "0\n"
