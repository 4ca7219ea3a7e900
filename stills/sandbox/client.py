"""Extracts in a child process, so that a crash, a hang or a bomb in native code ends one
extraction and not the worker. The child has no credentials and can open nothing: this process
reads the video for it, and takes what it extracts.
"""

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO, Never

from stills.errors import DecoderCrashed, VideoError
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.sandbox import wire
from stills.sandbox.process import ExtractorProcess, Limits

MAX_READ = 16 * 1024 * 1024


def extract(
    video: BinaryIO,
    options: ExtractionOptions,
    *,
    store: Callable[[str, bytes], int],
    progress: Callable[[float, int], None],
    opened: Callable[[Source, int], None] = lambda *_: None,
    limits: Limits | None = None,
) -> Manifest:
    """Extracts the images that `options` ask for from `video`, a seekable binary file.

    `opened(source, keyframes)` is told once what the video is and how many keyframes its index
    tells of, before any image is made; `store(name, data)` adds an image file to the archive and
    returns the offset of its bytes; `progress(fraction, images)` is told, at least once a second,
    how much of the wanted time, from 0 to 1, is done and how many images are stored, and may
    raise to stop. Raises a VideoError where there is nothing to extract, and whatever `video`
    and the callbacks raise.
    """
    last = wire.Progress(0.0, 0)
    is_open = False
    with ExtractorProcess(limits or Limits()) as process:
        for message in _conversation(process, video, options):
            match message:
                case wire.Opened(source, keyframes) if not is_open:
                    is_open = True
                    opened(source, keyframes)
                case wire.Store(name, data):
                    process.send(wire.encode(store(name, data)))
                case wire.Progress() | None:
                    last = message or last
                    progress(last.fraction, last.images)
                case wire.Done(manifest):
                    return manifest
                case _:
                    break
    raise DecoderCrashed


def probe(video: BinaryIO, *, limits: Limits | None = None) -> Source:
    """Says what `video` is, a seekable binary file, having decoded its first picture. Raises a
    VideoError where it is none, and whatever `video` raises."""
    with ExtractorProcess(limits or Limits()) as process:
        for message in _conversation(process, video, ExtractionOptions()):
            if isinstance(message, wire.Opened):
                return message.source
            if message is not None:
                break
    raise DecoderCrashed


def _conversation(
    process: ExtractorProcess, video: BinaryIO, options: ExtractionOptions
) -> Iterator[wire.FromChild | None]:
    """What the process says of a job. What it asks to read is answered; a failure is raised."""
    process.send(wire.encode(wire.Job(options, video.seek(0, os.SEEK_END))))
    for message in process.messages():
        match message:
            case wire.Read(offset, size):
                video.seek(offset)
                process.send(video.read(min(size, MAX_READ)))
            case wire.Failed() | wire.Broken():
                _raise(message)
            case _:
                yield message


def _raise(failure: wire.Failed | wire.Broken) -> Never:
    if isinstance(failure, wire.Broken):
        raise RuntimeError(f"the extraction failed in its process:\n{failure.traceback}")
    errors = {error.code: error for error in VideoError.__subclasses__()}
    raise errors.get(failure.code, DecoderCrashed)(failure.reason)
