"""Processes end with their parent, and errors about processes and ports name the cause."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.processes import CloudError, require_free, running, wait_until_healthy

FOLLOWER = "import time; from local.lifeline import follow_parent; follow_parent(); time.sleep(60)"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_process_is_stopped_at_the_end(tmp_path: Path) -> None:
    with running("sleeper", python(FOLLOWER), environment={}, logs=tmp_path) as process:
        assert process.popen.poll() is None

    assert process.popen.returncode == -signal.SIGTERM


def test_a_process_ends_when_its_parent_is_killed() -> None:
    starter = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {FOLLOWER!r}], stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(python(starter), stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()

    assert _ends(child, seconds=10)


def test_an_error_about_a_process_that_ended_shows_the_end_of_its_log(tmp_path: Path) -> None:
    dying = python("raise SystemExit('no such port')")
    with (
        running("emulator", dying, environment={}, logs=tmp_path) as process,
        pytest.raises(CloudError, match=r"(?s)emulator ended unexpectedly.*no such port"),
    ):
        wait_until_healthy("http://127.0.0.1:9/", process)


def test_an_error_about_a_taken_port_names_the_variable_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(CloudError, match=rf"port {port} is taken.*STILLS_PORT=<port>"):
            require_free(port, "STILLS_PORT")

    require_free(port, "STILLS_PORT")


def _ends(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if _is_zombie(pid):  # its parent is gone, and nothing has reaped it yet
            return True
        time.sleep(0.05)
    return False


def _is_zombie(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().split()[2] == "Z"
