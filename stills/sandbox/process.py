"""Starts the child process of the sandbox without credentials, and enforces its limits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from typing import Self

import msgspec

import stills
from stills.errors import DecoderCrashed, OutOfMemory, TimedOut, VideoError
from stills.sandbox import wire
from stills.sandbox.memory import MemoryMonitor

PACKAGES = str(Path(stills.__file__).parent.parent)
"""Where this package is."""

INHERITED = ("LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TZ")
"""The environment variables that an interpreter may need. None of them holds credentials."""

POLL_INTERVAL = 1.0
"""Seconds without a message after which `messages` yields None."""

MAX_MEMORY = 4 * 1024**3

NO_PROGRESS = "Decoding the video made no progress and was stopped."

_ENDS: dict[int, type[VideoError]] = {
    -signal.SIGKILL: OutOfMemory,  # by the kernel
    -signal.SIGXCPU: TimedOut,
}


RESERVED = 384 * 1024**2
"""Bytes of a machine's memory for its other processes, or a quarter of it if that is less."""


def affordable_memory(allowed: int | None = None) -> int:
    """Of the machine's memory, or of the bytes that are `allowed` if those are fewer, so much that
    the child reaches its limit before the kernel kills a whole Lambda function."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    memory = min(machine, allowed or machine)
    return min(MAX_MEMORY, memory - min(RESERVED, memory // 4))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a job may use: `memory` in bytes, `cpu` in seconds over all its threads, and `silence`
    in seconds without a message."""

    memory: int = field(default_factory=affordable_memory)
    cpu: int = 4 * 3600
    silence: float = 120


class SandboxProcess:
    """A context manager; on exit the process has ended.

    If the process fails, the methods raise DecoderCrashed, OutOfMemory or TimedOut.
    """

    def __init__(self, limits: Limits, modules: Collection[str] = ()) -> None:
        """Starts the process. It imports `modules` while it can still open them."""
        self.modules = modules
        self.is_idle = True
        """Whether it waits for a job. Set by those who give it one."""
        self._started = time.monotonic()
        self._limits = limits
        self._connection, theirs = Pipe()
        self._memory = MemoryMonitor(limits.memory)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - the arguments are ours
                [
                    *(sys.executable, "-P", "-S", "-m", "stills.sandbox.child"),
                    *map(str, (theirs.fileno(), limits.memory, limits.cpu, os.getpid())),
                    *modules,
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

    def __exit__(self, *error: object) -> None:
        self.end()

    @property
    def age(self) -> float:
        """Seconds."""
        return time.monotonic() - self._started

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._connection.close()
        self._memory.close()

    def send(self, data: bytes) -> None:
        # If the process has ended, its last message is still to be read.
        with suppress(ConnectionError):
            self._connection.send_bytes(data)

    def messages(self) -> Iterator[wire.FromChild | None]:
        """The messages of the process, and None after each second without one."""
        last = time.monotonic()
        while True:
            message = self._receive() if self._connection.poll(POLL_INTERVAL) else None
            self._memory.measure()
            if message is not None:
                last = time.monotonic()
            elif time.monotonic() - last > self._limits.silence:
                raise TimedOut(NO_PROGRESS)
            yield message

    def _receive(self) -> wire.FromChild:
        try:
            return wire.decode(self._connection.recv_bytes(wire.MAX_MESSAGE))
        except msgspec.MsgspecError as error:
            raise DecoderCrashed from error
        except (EOFError, OSError) as error:
            raise self._end() from error

    def _end(self) -> VideoError:
        """The error that describes why the process ended."""
        end = _ENDS.get(self._process.wait())
        if end is None:
            end = OutOfMemory if self._memory.explains_crash() else DecoderCrashed
        return end()


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    # Without the module `site` (-S), which takes time, this package may have to be named. An empty
    # entry would stand for the current directory, which anybody may control.
    modules = os.pathsep.join(filter(None, [*sys.path, PACKAGES]))
    # With an arena for each thread, malloc would hold several times the memory. NumPy's linear
    # algebra, which is not used, would start a thread for each core.
    return inherited | {
        "PYTHONPATH": modules,
        "MALLOC_ARENA_MAX": "2",
        "OPENBLAS_NUM_THREADS": "1",
    }
