"""Tells whether a process died for want of memory: native code that is refused some may say so
and abort, or crash in silence."""

import os
import re
from contextlib import suppress
from pathlib import Path

MAX_COMPLAINT = 64 * 1024
"""Bytes, as many as a pipe holds; what is written when it is full is lost."""

COMPLAINTS = (
    b"std::bad_alloc",  # C++ aborts with it
    b"MemoryError",
    b"Cannot allocate memory",
    b"Can't spawn new thread",  # OpenCV, to which the stack is refused
)

_TAKEN = re.compile(rb"^VmData:\s+(\d+) kB$", re.MULTILINE)
"""What RLIMIT_DATA limits; only Linux tells it."""


class MemoryWatch:
    """On a process that may take `limit` bytes. It writes its standard error to `standard_error`,
    a pipe that never blocks it and is read once, when it has ended."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._readable, self.standard_error = os.pipe()
        for end in (self._readable, self.standard_error):
            os.set_blocking(end, False)

    def begin(self, pid: int) -> None:
        os.close(self.standard_error)
        self._status = Path(f"/proc/{pid}/status")

    def look(self) -> None:
        with suppress(OSError):
            if found := _TAKEN.search(self._status.read_bytes()):
                self._taken = int(found[1]) * 1024

    def explains_death(self) -> bool:
        """Whether the process complained of memory, or had taken more than half of its limit when
        it was last looked at. To be asked once."""
        if self._taken > self._limit / 2:
            return True
        try:
            said = os.read(self._readable, MAX_COMPLAINT)
        except BlockingIOError:
            return False
        return any(complaint in said for complaint in COMPLAINTS)

    def close(self) -> None:
        os.close(self._readable)
