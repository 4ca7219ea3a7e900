"""Extracts in a child process, so that a crash, a hang or a bomb in native code ends one
extraction and not the worker. The child has no credentials and can open nothing: this process
reads the video for it, and takes what it extracts.
"""

import os
from collections.abc import Callable
from typing import BinaryIO, Never

from contracts.manifest import Manifest, Source
from contracts.options import ExtractionOptions
from worker.engine import wire
from worker.engine.process import ExtractorProcess, Limits
from worker.errors import DecoderCrashed, WorkerError

MAX_READ = 16 * 1024 * 1024


def extract(
    video: BinaryIO,
    options: ExtractionOptions,
    *,
    store: Callable[[str, bytes], int],
    progress: Callable[[float, int], None],
    limits: Limits | None = None,
) -> Manifest:
    """Extracts the images that `options` ask for from `video`, a seekable binary file.

    `store(name, data)` adds an image file to the archive and returns the offset of its bytes;
    `progress(fraction, images)` is told, at least once a second, how much of the wanted time,
    from 0 to 1, is done and how many images are stored, and may raise to stop. Raises a
    WorkerError where there is nothing to extract, and whatever `video`, `store` and `progress`
    raise.
    """
    outcome = _serve(video, options, store, progress, limits or Limits())
    if not isinstance(outcome, wire.Done):
        raise DecoderCrashed
    return outcome.manifest


def probe(video: BinaryIO, *, limits: Limits | None = None) -> Source:
    """Says what `video` is, a seekable binary file, having decoded its first picture. Raises a
    WorkerError where it is none, and whatever `video` raises."""

    def store(_name: str, _data: bytes) -> int:
        raise DecoderCrashed  # for nobody asked for images

    outcome = _serve(video, None, store, lambda *_: None, limits or Limits())
    if not isinstance(outcome, wire.Probed):
        raise DecoderCrashed
    return outcome.source


def _serve(
    video: BinaryIO,
    options: ExtractionOptions | None,
    store: Callable[[str, bytes], int],
    progress: Callable[[float, int], None],
    limits: Limits,
) -> wire.Done | wire.Probed:
    last = wire.Progress(0.0, 0)
    with ExtractorProcess(limits) as process:
        process.send(wire.encode(wire.Job(options, video.seek(0, os.SEEK_END))))
        for message in process.messages():
            match message:
                case wire.Read(offset, size):
                    video.seek(offset)
                    process.send(video.read(min(size, MAX_READ)))
                case wire.Store(name, data):
                    process.send(wire.encode(store(name, data)))
                case wire.Done() | wire.Probed():
                    return message
                case wire.Failed() | wire.Broken():
                    _raise(message)
                case wire.Progress() | None:
                    last = message or last
                    progress(last.fraction, last.images)
    raise AssertionError("unreachable: messages end in an exception")


def _raise(failure: wire.Failed | wire.Broken) -> Never:
    if isinstance(failure, wire.Broken):
        raise RuntimeError(f"the extraction failed in its process:\n{failure.traceback}")
    errors = {error.code: error for error in WorkerError.__subclasses__()}
    raise errors.get(failure.code, DecoderCrashed)(failure.reason)
