"""The child process of the sandbox. It can open nothing, and its memory is limited. It does one job
after the other, until its parent closes the connection.

`python -m stills.sandbox.child DESCRIPTOR MEMORY CPU_SECONDS PARENT [MODULE ...]`, where DESCRIPTOR
is that of a connection to the parent, PARENT is its process id, and the jobs need each MODULE.
"""

import errno
import sys
import time
import traceback
from importlib import import_module
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from multiprocessing.connection import Connection
from typing import BinaryIO, assert_never, cast

import av.logging
import av.subtitles.codeccontext  # av imports these two late, when nothing can be opened any more
import av.subtitles.stream

from stills.demux.scan import scan
from stills.demux.video import Video
from stills.description import source_of
from stills.errors import OutOfMemory, VideoError
from stills.manifest import Source
from stills.sandbox import wire
from stills.sandbox.block_cache import BlockCache
from stills.sandbox.confinement import confine, end_with
from stills.sink import Sink

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports of progress, because each of them wakes the parent."""

RESERVE = 32 * 1024 * 1024
"""Bytes of memory without which no job starts: native code may crash when it gets none at all."""

_NO_MEMORY = wire.Failed(OutOfMemory.code, OutOfMemory.reason)


def main(descriptor: int, memory: int, cpu_seconds: int, parent: int) -> None:
    connection = Connection(descriptor)
    end_with(parent)
    confine(memory, cpu_seconds)
    av.logging.set_level(None)
    while outcome := _next_outcome(connection):
        connection.send_bytes(wire.encode(outcome))
        if isinstance(outcome, wire.Broken) or outcome == _NO_MEMORY:
            return  # nothing is known about the state of this process


def _next_outcome(connection: Connection) -> wire.FromChild | None:
    """That of the next job; None if the parent has closed the connection."""
    try:
        mmap(-1, RESERVE, MAP_PRIVATE | MAP_ANONYMOUS).close()
        return _run(connection, wire.decode_job(connection.recv_bytes()))
    except VideoError as error:
        return wire.Failed(error.code, error.reason)
    except EOFError:
        return None
    except Exception as error:
        if _is_out_of_memory(error):
            return _NO_MEMORY
        return wire.Broken(traceback.format_exc())


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether NumPy, OpenCV or a new thread's stack got no memory, or the error was caused by
    that."""
    if error is None:
        return False
    return (
        isinstance(error, MemoryError)
        or _is_opencv_out_of_memory(error)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or "can't start new thread" in str(error)
        or _is_out_of_memory(error.__cause__ or error.__context__)
    )


def _is_opencv_out_of_memory(error: BaseException) -> bool:
    cv2 = sys.modules.get("cv2")  # imported only if the jobs need it
    return cv2 is not None and isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem


def _run(connection: Connection, job: wire.Job) -> wire.FromChild:
    parent = _Parent(connection)
    file = cast(BinaryIO, BlockCache(job.size, parent.read))
    if isinstance(job, wire.Extract):
        from stills.extraction import extract  # imports OpenCV, which the other jobs do not need

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
    for module in sys.argv[5:]:
        import_module(module)
    main(*map(int, sys.argv[1:5]))
