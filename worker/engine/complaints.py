"""The standard error of a process: never waited for, and read once, when the process has ended."""

import os
from contextlib import suppress

MAX_SIZE = 64 * 1024
"""As much as a pipe holds; what is written when it is full is lost."""

SIGNS_OF_NO_MEMORY = (
    b"std::bad_alloc",  # C++ aborts with it
    b"MemoryError",
    b"Cannot allocate memory",
    b"Can't spawn new thread",  # OpenCV, of which the stack is refused
)


class Complaints:
    """`writable` is for the process, and closed here once it has been started."""

    def __init__(self) -> None:
        self._readable, self.writable = os.pipe()
        for end in (self._readable, self.writable):
            os.set_blocking(end, False)

    def started(self) -> None:
        os.close(self.writable)

    def tell_of_memory(self) -> bool:
        """Whether the process was refused memory; for once."""
        with suppress(BlockingIOError):
            said = os.read(self._readable, MAX_SIZE)
            return any(sign in said for sign in SIGNS_OF_NO_MEMORY)
        return False

    def close(self) -> None:
        os.close(self._readable)
