"""CPU time, wall time and peak memory of a command with all its processes."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.05
"""Seconds between two looks at memory."""

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Usage:
    """`cpu` and `wall` in seconds, `memory` in bytes; 0 where the system does not tell."""

    cpu: float
    wall: float
    memory: int


def run(command: Sequence[str]) -> Usage:
    """Runs a command to its end. Raises RuntimeError with what it wrote where it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the commands are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _PeakMemory(process.pid) as peak, process.stderr or open(os.devnull) as errors:
        said = errors.read()
        _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said.strip()}")
    return Usage(spent.ru_utime + spent.ru_stime, time.perf_counter() - begun, peak.bytes)


class _PeakMemory:
    """While it is entered, looks at a process and its descendants. `bytes` is the sum of their
    own peaks: what they share counts for each, and no peak falls between two looks."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peaks: dict[int, int] = {}
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch)

    @property
    def bytes(self) -> int:
        return sum(self._peaks.values())

    def __enter__(self) -> "_PeakMemory":
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK):
            for pid in _family(self._pid):
                self._peaks[pid] = max(self._peaks.get(pid, 0), _peak(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                yield from _family(int(child))
        except OSError:  # it has just ended
            continue


def _peak(pid: int) -> int:
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
