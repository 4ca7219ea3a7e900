"""Runs the deployment tools, keeping what they say."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAIL_LINES = 30


class DeploymentError(Exception):
    """The deployment cannot go on; the message says why, to the person at the terminal."""


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    echo: bool = True,
    cwd: Path = ROOT,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Runs a tool to its end, its output added to `log` and, unless `echo` is false, shown.

    Raises DeploymentError with the last of the output if the tool fails.
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
        except BaseException:
            process.terminate()  # do not wait for its end
            raise
    if process.returncode:
        shown = "" if echo else "".join(tail)
        raise DeploymentError(f"{name} failed (exit {process.returncode}), see {log}\n{shown}")
