"""How a job ends when the child process does not end it."""

import io
import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.errors import TimedOut
from stills.options import ExtractionOptions
from stills.sandbox import process, wire
from stills.sandbox.client import extract
from tests.sinks import MemorySink

Clip = Callable[..., Path]

EACH_SECOND = ExtractionOptions()


def test_a_child_that_reads_on_and_on_without_progress_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never_ends = itertools.repeat(wire.Read(0, 1000))
    monkeypatch.setattr(process.SandboxProcess, "messages", lambda _: never_ends)
    monkeypatch.setattr(process.SandboxProcess, "send", lambda *_: None)

    with pytest.raises(TimedOut, match="no progress"):
        extract(io.BytesIO(bytes(1000)), EACH_SECOND, MemorySink())


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
def test_the_child_ends_when_its_parent_is_killed(clip: Clip, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, stills\n"
        "def kill(*_):\n"
        "    children = open(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read()\n"
        "    print(children, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "stills.extract(sys.argv[1], sys.argv[2], every_nth=1, progress=kill)"
    )
    command = [sys.executable, "-c", script, str(clip("mp4")), str(tmp_path / "out.zip")]

    killed = subprocess.run(command, capture_output=True, text=True)  # noqa: S603

    [child] = killed.stdout.split()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
