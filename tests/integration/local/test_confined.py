"""The tools that build the worker's image end with the command that started them, however it ends,
and leave neither processes nor mounts."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local.container.debian import CONFINED
from local.settings import ROOT

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("setpriv", "unshare"))) or os.geteuid() != 0,
    reason="namespaces need Linux and root",
)

TOOL = """
mount -t tmpfs $0 "$1" && touch "$1/inside"
sleep $0 &
(sleep $0; true) &
touch "$2"
wait
"""
RUN = """
import sys
from pathlib import Path
from deploy.tools import run
from local.container.debian import CONFINED
run([*CONFINED, "sh", "-c", *sys.argv[1:]], log=Path(sys.argv[-1] + ".log"), echo=False)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_a_tool_whose_command_was_ended(
    tmp_path: Path, number: signal.Signals
) -> None:
    marker, directory, up = f"{os.getpid()}.{number.value}", tmp_path / "mounted", tmp_path / "up"
    directory.mkdir()
    arguments = [sys.executable, "-c", RUN, TOOL, marker, str(directory), str(up)]
    command = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    wait_until(up.exists)
    assert commands_with(marker)

    command.send_signal(number)
    command.wait(30)

    wait_until(lambda: not commands_with(marker))
    assert marker not in Path("/proc/self/mountinfo").read_text()
    assert not list(directory.iterdir())


def test_a_tool_ends_as_it_would_without(tmp_path: Path) -> None:
    ended = subprocess.run([*CONFINED, "sh", "-c", "exit 3"], check=False)  # noqa: S603

    assert ended.returncode == 3


def commands_with(marker: str) -> list[str]:
    """The command lines of the processes that sleep for the marker's time."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if line.startswith(f"sleep {marker}"):
            found.append(line)
    return found


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
