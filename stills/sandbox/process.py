"""A child process that extracts: started without credentials, heard within limits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from types import TracebackType
from typing import Self

import msgspec

from stills.errors import DecoderCrashed, OutOfMemory, TimedOut, VideoError
from stills.sandbox import wire
from stills.sandbox.memory import MemoryWatch

PASSED_ON = ("LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TZ")
"""What of this process's environment an interpreter may need; credentials are none of it."""

LOOK = 1.0
"""Seconds without a message after which `messages` yields None."""

MAX_MEMORY = 4 * 1024**3

_ENDS: dict[int, type[VideoError]] = {
    -signal.SIGKILL: OutOfMemory,  # by the kernel
    -signal.SIGXCPU: TimedOut,
}


def _affordable_memory() -> int:
    """Three quarters of the machine's, so that the child meets its limit before the kernel ends
    the whole of a Lambda."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MAX_MEMORY, machine * 3 // 4)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What an extraction may use: `memory` in bytes, `cpu` in seconds over all its threads, and
    `silence` in seconds without a message."""

    memory: int = field(default_factory=_affordable_memory)
    cpu: int = 4 * 3600
    silence: float = 120


class ExtractorProcess:
    """A context manager; when it is left, the process has ended.

    Where the process fails, whatever talks to it raises DecoderCrashed, OutOfMemory or TimedOut.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._connection, theirs = Pipe()
        self._memory = MemoryWatch(limits.memory)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - the arguments are ours
                [
                    *(sys.executable, "-P", "-m", "stills.sandbox.child"),
                    *map(str, (theirs.fileno(), limits.memory, limits.cpu)),
                ],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._memory.standard_error,
            )
        self._memory.begin(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._connection.close()
        self._memory.close()

    def send(self, data: bytes) -> None:
        # Where nobody listens any more, what the process said last is still to be heard.
        with suppress(ConnectionError):
            self._connection.send_bytes(data)

    def messages(self) -> Iterator[wire.FromChild | None]:
        """What the process says; None after each second in which it said nothing."""
        heard = time.monotonic()
        while True:
            message = self._receive() if self._connection.poll(LOOK) else None
            self._memory.look()
            if message is not None:
                heard = time.monotonic()
            elif time.monotonic() - heard > self._limits.silence:
                raise TimedOut("Decoding the video stopped in the middle.")
            yield message

    def _receive(self) -> wire.FromChild:
        try:
            return wire.decode(self._connection.recv_bytes(wire.MAX_MESSAGE))
        except msgspec.MsgspecError as error:
            raise DecoderCrashed from error
        except (EOFError, OSError) as error:
            raise self._end() from error

    def _end(self) -> VideoError:
        """Why the process ended."""
        end = _ENDS.get(self._process.wait())
        if end is None:
            end = OutOfMemory if self._memory.explains_death() else DecoderCrashed
        return end()


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # Not from the current directory, which may be anybody's: an empty entry would stand for it.
    modules = os.pathsep.join(filter(None, sys.path))
    # Few malloc arenas: threads that each keep one hold on to several times the memory. NumPy's
    # linear algebra, which the engine does without, would start a thread for each core.
    return passed_on | {
        "PYTHONPATH": modules,
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
    }
