"""Decides whether a process crashed because it ran out of memory. Native code that gets none may
say so and abort, or crash silently."""

import os
import re
from contextlib import suppress
from pathlib import Path

MAX_OUTPUT = 64 * 1024
"""Bytes, the capacity of a pipe. Whatever the process writes beyond that is lost."""

COMPLAINTS = (
    b"std::bad_alloc",  # C++ aborts with it
    b"MemoryError",
    b"Cannot allocate memory",
    b"Can't spawn new thread",  # OpenCV, if there is no memory for the thread's stack
)

_DATA_SIZE = re.compile(rb"^VmData:\s+(\d+) kB$", re.MULTILINE)
"""What RLIMIT_DATA limits. Only Linux reports it."""


class MemoryMonitor:
    """Monitors a process that may use `limit` bytes. The process must write its standard error to
    `standard_error`, a pipe that never blocks and is read once, after the process has ended."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._readable, self.standard_error = os.pipe()
        for end in (self._readable, self.standard_error):
            os.set_blocking(end, False)

    def begin(self, pid: int) -> None:
        os.close(self.standard_error)
        self._status = Path(f"/proc/{pid}/status")

    def measure(self) -> None:
        with suppress(OSError):
            if found := _DATA_SIZE.search(self._status.read_bytes()):
                self._used = int(found[1]) * 1024

    def explains_crash(self) -> bool:
        """Whether the process complained about memory, or used more than half of its limit when it
        was last measured. May be called once."""
        if self._used > self._limit / 2:
            return True
        try:
            output = os.read(self._readable, MAX_OUTPUT)
        except BlockingIOError:
            return False
        return any(complaint in output for complaint in COMPLAINTS)

    def close(self) -> None:
        os.close(self._readable)
