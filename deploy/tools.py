"""Runs the deployment tools and keeps their output."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAIL_LINES = 30
GRACE_SECONDS = 5.0
"""How long a tool may take to end when its deployment is interrupted, before it is killed."""


class DeploymentError(Exception):
    """The deployment cannot continue. The message tells the person at the terminal why."""


class UsageError(DeploymentError):
    """An argument of the deployment is wrong. The message names it."""


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    echo: bool = True,
    cwd: Path = ROOT,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Runs a tool until it ends. Appends its output to `log` and, if `echo`, shows it.

    Raises DeploymentError if the tool fails; without `echo`, the error carries the last
    TAIL_LINES lines of the output.
    """
    name = " ".join(str(part) for part in command[:2])
    log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with (
        log.open("a") as file,
        subprocess.Popen(  # noqa: S603 (fixed commands, no shell)
            command,
            cwd=cwd,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                tail.append(line)
                file.write(line)
                if echo:
                    sys.stdout.write(line)
        except BaseException:  # the context manager would wait for it to end by itself
            process.terminate()
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
    if process.returncode:
        shown = "" if echo else "".join(tail)
        raise DeploymentError(f"{name} failed (exit {process.returncode}), see {log}\n{shown}")
