"""Takes control of the child process of the sandbox."""

import subprocess
from collections.abc import Iterable
from typing import Any

import pytest

from stills.sandbox import wire
from stills.sandbox.process import SandboxProcess


def answer_with(monkeypatch: pytest.MonkeyPatch, *messages: wire.FromChild | None) -> None:
    """Makes every child send these messages, whatever its job is; None is a second of silence."""

    def scripted(_: SandboxProcess) -> Iterable[wire.FromChild | None]:
        return iter(messages)

    monkeypatch.setattr(SandboxProcess, "messages", scripted)


def run_instead(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> dict[str, Any]:
    """Runs another program instead of the child. Returns the keyword arguments with which the
    process is started; they are there once it has been started."""
    started_with: dict[str, Any] = {}
    popen = subprocess.Popen

    def start(_: list[str], **arguments: Any) -> Any:
        started_with.update(arguments)
        return popen(command, **arguments)

    monkeypatch.setattr(subprocess, "Popen", start)
    return started_with
