"""The engine's child process: extracts, where it can open nothing and cannot grow without bounds.

`python -m stills.sandbox.child DESCRIPTOR MEMORY CPU_SECONDS`, the descriptor of a connection to
the parent.
"""

import errno
import resource
import sys
import time
import traceback
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from multiprocessing.connection import Connection
from typing import BinaryIO, cast

import av.logging
import av.subtitles.codeccontext  # these two av imports late, when nothing can be opened any more
import av.subtitles.stream
import cv2

from stills.errors import OutOfMemory, VideoError
from stills.extraction import extract
from stills.manifest import Source
from stills.sandbox import wire
from stills.sandbox.block_cache import BlockCache

RHYTHM = 0.1
"""Seconds between two reports of progress, which each wake the parent."""

RESERVE = 32 * 1024 * 1024
"""Bytes without which nothing is begun: native code may crash where it gets none at all."""


def main(descriptor: int, memory: int, cpu_seconds: int) -> None:
    connection = Connection(descriptor)
    _confine(memory, cpu_seconds)
    av.logging.set_level(None)
    outcome: wire.FromChild
    try:
        mmap(-1, RESERVE, MAP_PRIVATE | MAP_ANONYMOUS).close()
        outcome = _run(connection)
    except VideoError as error:
        outcome = wire.Failed(error.code, error.reason)
    except Exception as error:
        if _lacks_memory(error):
            outcome = wire.Failed(OutOfMemory.code, OutOfMemory.reason)
        else:
            outcome = wire.Broken(traceback.format_exc())
    connection.send_bytes(wire.encode(outcome))


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether memory is what NumPy, OpenCV or a new thread's stack could not get, or the error
    comes of one for which it was."""
    if error is None:
        return False
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or "can't start new thread" in str(error)
        or _lacks_memory(error.__cause__ or error.__context__)
    )


def _confine(memory: int, cpu_seconds: int) -> None:
    """From here on nothing can be opened, neither file nor socket, and nothing written."""
    for limit, value in {
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: memory,
    }.items():
        resource.setrlimit(limit, (value, value))
    # At the first of the two it is told why, by SIGXCPU; at the second it is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))


def _run(connection: Connection) -> wire.Done:
    job = wire.decode_job(connection.recv_bytes())

    def opened(source: Source, keyframes: int) -> None:
        connection.send_bytes(wire.encode(wire.Opened(source, keyframes)))

    def store(name: str, data: bytes) -> int:
        connection.send_bytes(wire.encode(wire.Store(name, data)))
        return wire.decode_offset(connection.recv_bytes())

    told = -RHYTHM

    def progress(fraction: float, images: int) -> None:
        nonlocal told
        if (now := time.monotonic()) - told >= RHYTHM or fraction == 1:
            told = now
            connection.send_bytes(wire.encode(wire.Progress(fraction, images)))

    def read(position: int, size: int) -> bytes:
        connection.send_bytes(wire.encode(wire.Read(position, size)))
        return connection.recv_bytes()

    video = cast(BinaryIO, BlockCache(job.size, read))
    return wire.Done(extract(video, job.options, store=store, progress=progress, opened=opened))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
