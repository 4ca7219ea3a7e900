"""A deployment that is told to end gives back what it holds."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from deploy import __main__ as command

ENDINGS = (signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Sets the handlers of the test run again."""
    before = [(each, signal.getsignal(each)) for each in ENDINGS]
    yield
    for ending, handler in before:
        signal.signal(ending, handler)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_a_deployment_as_ctrl_c_does(
    ending: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    released = []

    def up(stage: str, given: dict[str, str]) -> None:
        try:
            os.kill(os.getpid(), ending)
            time.sleep(10)
        finally:
            released.append(stage)

    monkeypatch.setattr(command, "up", up)

    assert command.main(["up", "dev"]) == command.INTERRUPTED
    assert released == ["dev"]
    assert capsys.readouterr().err == "error: interrupted\n"
