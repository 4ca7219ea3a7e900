"""Decodes in a child process, so that a crash, a hang or excessive memory use in native code ends
one job and not the caller.

The child has no credentials and can open nothing. This process reads the video on its behalf, and
receives what it produces.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Never, Self

import msgspec

from stills.demux.images import is_animated_webp
from stills.errors import DecoderCrashed, DecodingFailed, OutOfMemory, TimedOut, VideoError
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.planning.timeline import Timeline
from stills.random_access import read_fully
from stills.sandbox import wire
from stills.sandbox.process import NO_PROGRESS, POLL_INTERVAL, Limits, SandboxProcess
from stills.sandbox.received import ReceivedFiles
from stills.sink import Sink

MAX_READ = 16 * 1024 * 1024

HEAD = 32
"""Bytes that tell whether a file is animated WebP."""

MAX_PASSES = 4
"""How many times a video may be read without any progress. No job reads it more often, so one that
does would never end."""

MAX_AGE = 30
"""Seconds after which a process gets no other job. Starting one takes half a second, so replacing
it costs little, and limits what it can accumulate: memory, CPU time towards its limit, and harm."""

WEBP_MODULES = ("stills.demux.webp",)
"""What the process must import to read animated WebP."""

IMAGE_MODULES = ("stills.extraction", *WEBP_MODULES)
"""What the process must import to extract images. Like those for WebP, they import OpenCV and
NumPy, which takes longer than describing a video."""

_FAILURES_OF_THE_PROCESS = (DecoderCrashed, DecodingFailed, OutOfMemory, TimedOut)
"""After another failure that it reported, the process is as good as before."""


class Sandbox:
    """Does jobs in a child process, one after the other: its methods must not be called at the same
    time. A context manager; on exit no process is left.

    The first job starts the process, and the next ones save that. A new process replaces it when it
    is older than MAX_AGE, and after a job that did not come to its regular end. Somebody whose
    video took control of the process could read the videos of later jobs, and falsify their images.
    So all videos of a sandbox should belong to the same user.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: SandboxProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._end_process()

    def extract(self, file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        """Extracts the images that `options` ask for from a video, a seekable binary file. If the
        file has a `name`, images can be named after it.

        Raises a VideoError if no images can be extracted, and whatever reading the file and the
        sink raise.
        """
        last = wire.Progress(0.0, 0)
        is_open = False
        received = ReceivedFiles()
        job = wire.Extract(_size(file), options, _video_name(file))
        with self._process_for(IMAGE_MODULES) as process:
            for message in _conversation(process, file, job):
                match message:
                    case wire.Opened(source, keyframes) if not is_open:
                        is_open = True
                        sink.opened(source, keyframes)
                    case wire.Store(name, data):
                        received.check_name(name)
                        offset = sink.store(name, data)
                        received.add(name, offset, len(data))
                        process.send(wire.encode(offset))
                    case wire.Progress() | None:
                        last = message or last
                        sink.progress(last.fraction, last.images)
                    case wire.Extracted(manifest):
                        received.check_manifest(manifest)
                        return manifest
                    case _:
                        break
            raise DecoderCrashed

    def probe(self, file: BinaryIO) -> Source:
        """Describes a video, a seekable binary file, after decoding its first picture. Raises a
        VideoError if it is not a video, and whatever reading the file raises."""
        return self.describe(file)[0]

    def describe(
        self, file: BinaryIO, wait: Callable[[], None] = lambda: None
    ) -> tuple[Source, int]:
        """As `probe`, and counts the keyframes that the video's index lists. Calls `wait` about
        once in a second, and raises whatever it raises."""
        with self._process_for(_modules_to_open(file)) as process:
            for message in _conversation(process, file, wire.Probe(_size(file))):
                if isinstance(message, wire.Opened):
                    return message.source, message.keyframes
                if message is not None:
                    break
                wait()
            raise DecoderCrashed

    def scan(self, file: BinaryIO) -> Timeline:
        """Describes a video and reads the times of all its packets. Raises as `probe` does."""
        source: Source | None = None
        with self._process_for(_modules_to_open(file)) as process:
            for message in _conversation(process, file, wire.Scan(_size(file))):
                match message:
                    case wire.Opened() if source is None:
                        source = message.source
                    case wire.Scanned() if source is not None:
                        return Timeline(source, *msgspec.structs.astuple(message))
                    case None:
                        continue
                    case _:
                        break
            raise DecoderCrashed

    @contextmanager
    def _process_for(self, modules: Collection[str]) -> Iterator[SandboxProcess]:
        """The process for one job, which needs `modules`."""
        if self._process is None or not _is_good_for_another(self._process, modules):
            self._end_process()
            self._process = SandboxProcess(self._limits, modules)
        try:
            yield self._process
        except BaseException as error:
            if not self._process.is_idle or isinstance(error, _FAILURES_OF_THE_PROCESS):
                self._end_process()
            raise

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def _is_good_for_another(process: SandboxProcess, modules: Collection[str]) -> bool:
    has_modules = set(modules) <= set(process.modules)
    return has_modules and process.age < MAX_AGE and process.is_running


def extract(
    file: BinaryIO, options: ExtractionOptions, sink: Sink, *, limits: Limits | None = None
) -> Manifest:
    """As Sandbox.extract, in a process of its own."""
    with Sandbox(limits) as sandbox:
        return sandbox.extract(file, options, sink)


def describe(
    file: BinaryIO, wait: Callable[[], None] = lambda: None, *, limits: Limits | None = None
) -> tuple[Source, int]:
    """As Sandbox.describe, in a process of its own."""
    with Sandbox(limits) as sandbox:
        return sandbox.describe(file, wait)


def probe(file: BinaryIO, *, limits: Limits | None = None) -> Source:
    """As Sandbox.probe, in a process of its own."""
    with Sandbox(limits) as sandbox:
        return sandbox.probe(file)


def scan(file: BinaryIO, *, limits: Limits | None = None) -> Timeline:
    """As Sandbox.scan, in a process of its own."""
    with Sandbox(limits) as sandbox:
        return sandbox.scan(file)


def _video_name(file: BinaryIO) -> str:
    """The name or path of a file, empty if it has none. It may not be Unicode."""
    name = getattr(file, "name", None)
    return os.path.basename(name).encode(errors="replace").decode() if isinstance(name, str) else ""


def _modules_to_open(file: BinaryIO) -> Collection[str]:
    file.seek(0)
    return WEBP_MODULES if is_animated_webp(read_fully(file, HEAD)) else ()


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _conversation(
    process: SandboxProcess, file: BinaryIO, job: wire.Job
) -> Iterator[wire.FromChild | None]:
    """The child's messages about a job, and None after each second without one. Requests to read
    are answered here; failures are raised."""
    process.is_idle = False
    process.send(wire.encode(job))
    read, last, yielded = 0, None, time.monotonic()
    for message in process.messages():
        match message:
            case wire.Read(offset, size):
                file.seek(offset)
                data = file.read(min(size, MAX_READ))
                read += len(data)
                if read > MAX_PASSES * (job.size + MAX_READ):
                    raise TimedOut(NO_PROGRESS)
                process.send(data)
                if time.monotonic() - yielded >= POLL_INTERVAL:
                    yield None
                    yielded = time.monotonic()
            case wire.Failed() | wire.Broken():
                process.is_idle = isinstance(message, wire.Failed)
                _raise(message)
            case _:
                if message not in (None, last):
                    read, last = 0, message
                yield message
                yielded = time.monotonic()


def _raise(failure: wire.Failed | wire.Broken) -> Never:
    if isinstance(failure, wire.Broken):
        raise DecodingFailed from RuntimeError(f"in the child process:\n{failure.traceback}")
    errors = {error.code: error for error in VideoError.__subclasses__()}
    raise errors.get(failure.code, DecoderCrashed)(failure.reason)
