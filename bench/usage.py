"""CPU time, wall time and peak memory of a command and all its child processes."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05
"""Seconds between two measurements of memory."""

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Usage:
    """`cpu` and `wall` are in seconds. `memory` is in bytes, or 0 if it cannot be measured."""

    cpu: float
    wall: float
    memory: int


def run(command: Sequence[str]) -> Usage:
    """Runs a command to its end. If it fails, raises RuntimeError with what it wrote."""
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the commands are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _PeakMemory(process.pid) as peak, process.stderr or open(os.devnull) as errors:
        output = errors.read()
        _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {output.strip()}")
    return Usage(spent.ru_utime + spent.ru_stime, time.perf_counter() - begun, peak.bytes)


class _PeakMemory:
    """A context manager that measures a process and its descendants. `bytes` is the largest sum of
    the peaks of those that ran at the same time. The kernel records a process's peak, so that none
    is missed between two measurements. Memory that they share counts for each of them."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._measure)

    def __enter__(self) -> "_PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _measure(self) -> None:
        while not self._ended.wait(INTERVAL):
            self.bytes = max(self.bytes, sum(map(_peak, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):  # the process has just ended
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _family(int(child))


def _peak(pid: int) -> int:
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
