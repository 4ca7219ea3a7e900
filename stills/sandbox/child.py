"""The child process of the sandbox. It can open nothing, and its memory is limited.

`python -m stills.sandbox.child DESCRIPTOR MEMORY CPU_SECONDS PARENT`, where DESCRIPTOR is that of a
connection to the parent, and PARENT its process id.
"""

import errno
import os
import resource
import sys
import threading
import time
import traceback
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from multiprocessing.connection import Connection
from typing import BinaryIO, assert_never, cast

import av.logging
import av.subtitles.codeccontext  # av imports these two late, when nothing can be opened any more
import av.subtitles.stream
import cv2

from stills.demux.scan import scan
from stills.demux.video import Video
from stills.description import source_of
from stills.errors import OutOfMemory, VideoError
from stills.extraction import extract
from stills.manifest import Source
from stills.sandbox import wire
from stills.sandbox.block_cache import BlockCache
from stills.sink import Sink

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports of progress, because each of them wakes the parent."""

PARENT_CHECK_INTERVAL = 0.5
"""Seconds between two checks whether the parent is still running."""

MIN_STACK = 64 * 1024

RESERVE = 32 * 1024 * 1024
"""Bytes of memory without which the child does not start: native code may crash when it gets none
at all."""


def main(descriptor: int, memory: int, cpu_seconds: int, parent: int) -> None:
    connection = Connection(descriptor)
    _follow(parent)
    _confine(memory, cpu_seconds)
    av.logging.set_level(None)
    outcome: wire.FromChild
    try:
        mmap(-1, RESERVE, MAP_PRIVATE | MAP_ANONYMOUS).close()
        outcome = _run(connection)
    except VideoError as error:
        outcome = wire.Failed(error.code, error.reason)
    except Exception as error:
        if _is_out_of_memory(error):
            outcome = wire.Failed(OutOfMemory.code, OutOfMemory.reason)
        else:
            outcome = wire.Broken(traceback.format_exc())
    connection.send_bytes(wire.encode(outcome))


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether NumPy, OpenCV or a new thread's stack got no memory, or the error was caused by
    that."""
    if error is None:
        return False
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or "can't start new thread" in str(error)
        or _is_out_of_memory(error.__cause__ or error.__context__)
    )


def _confine(memory: int, cpu_seconds: int) -> None:
    """From here on, neither a file nor a socket can be opened, and nothing can be written."""
    for limit, value in {
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: memory,
    }.items():
        resource.setrlimit(limit, (value, value))
    # At the first limit the process gets SIGXCPU, which says why; at the second it is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))


def _follow(parent: int) -> None:
    """Ends this process when its parent has ended, even if that was killed."""

    def check() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_INTERVAL)
        os._exit(1)

    default = threading.stack_size(MIN_STACK)  # it counts towards the memory of the child
    threading.Thread(target=check, daemon=True).start()
    threading.stack_size(default)


def _run(connection: Connection) -> wire.FromChild:
    job = wire.decode_job(connection.recv_bytes())
    parent = _Parent(connection)
    file = cast(BinaryIO, BlockCache(job.size, parent.read))
    if isinstance(job, wire.Extract):
        return wire.Extracted(extract(file, job.options, parent, job.video_name))
    with Video(file) as video:
        source, keyframes = source_of(video), tuple(video.keyframes)
        match job:
            case wire.Probe():
                return wire.Opened(source, len(keyframes))
            case wire.Scan():
                parent.opened(source, len(keyframes))
                frames, scanned_keyframes, end = scan(video)
                times = tuple(frames), tuple(scanned_keyframes), keyframes
                chapters = tuple(chapter.time for chapter in video.chapters)
                return wire.Scanned(*times, end, video.tolerance, chapters)
    assert_never(job)


class _Parent(Sink):
    """The parent process, which reads the video and stores the images."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reported = -PROGRESS_INTERVAL

    def read(self, position: int, size: int) -> bytes:
        self._send(wire.Read(position, size))
        return self._connection.recv_bytes()

    def store(self, name: str, data: bytes) -> int:
        self._send(wire.Store(name, data))
        return wire.decode_offset(self._connection.recv_bytes())

    def opened(self, source: Source, keyframes: int) -> None:
        self._send(wire.Opened(source, keyframes))

    def progress(self, fraction: float, images: int) -> None:
        now = time.monotonic()
        if now - self._reported >= PROGRESS_INTERVAL or fraction == 1:
            self._reported = now
            self._send(wire.Progress(fraction, images))

    def _send(self, message: wire.FromChild) -> None:
        self._connection.send_bytes(wire.encode(message))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
