"""Starts and stops the processes of the local cloud."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from local.settings import ROOT

GRACE_SECONDS = 20


class CloudError(Exception):
    """The local cloud cannot start or continue. The message says why and what to do."""


@dataclass(frozen=True)
class Process:
    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        """Raises CloudError with the end of the log if the process has ended."""
        if self.popen.poll() is not None:
            tail = "\n".join(self.log.read_text().splitlines()[-15:])
            raise CloudError(f"the {self.name} ended unexpectedly, see {self.log}\n{tail}")


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    logs: Path,
    pass_fds: Sequence[int] = (),
) -> Iterator[Process]:
    """Starts a process in its own group, with its output in `logs`, and stops it at the end.

    Its standard input closes when this process ends, even if it is killed: see local.lifeline.
    """
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        popen = subprocess.Popen(  # noqa: S603 (fixed commands, no shell)
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=pass_fds,
        )
    try:
        yield Process(name, popen, log)
    finally:
        _stop(popen)


def _stop(popen: subprocess.Popen[bytes]) -> None:
    popen.terminate()
    with suppress(subprocess.TimeoutExpired):
        popen.wait(GRACE_SECONDS)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(popen.pid, signal.SIGKILL)  # the rest of its group
    popen.wait()
    if popen.stdin:
        popen.stdin.close()


def wait_until_healthy(url: str, process: Process, seconds: float = 60) -> None:
    """Waits until `url` answers 200. Raises CloudError if the process ends or does not answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        process.check()
        with suppress(httpx.TransportError):
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        time.sleep(0.05)
    raise CloudError(f"the {process.name} did not answer within {seconds:.0f} s, see {process.log}")


def require_free(port: int, variable: str) -> None:
    """Raises CloudError for a port in use, and names the process that uses it if possible."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CloudError(
                f"port {port} is taken{_by_whom(port)}: stop that process, "
                f"or choose another port with {variable}=<port>"
            ) from None


def _by_whom(port: int) -> str:
    if not (lsof := shutil.which("lsof")):
        return ""
    query = [lsof, "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
    found = subprocess.run(query, capture_output=True, text=True, check=False).stdout  # noqa: S603
    fields = {line[0]: line[1:] for line in found.splitlines() if line}
    return f" by {fields['c']} (process {fields['p']})" if {"c", "p"} <= fields.keys() else ""
