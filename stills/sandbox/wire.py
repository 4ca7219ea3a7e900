"""The messages between the two processes of the sandbox. The child asks, and the parent answers.

The parent decodes the child's messages as strictly as any message from outside, without pickle,
because a malicious video might have taken control of the child.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.sink import MAX_FILE

MAX_MESSAGE = MAX_FILE + 1024 * 1024

Count = Annotated[int, Meta(ge=0)]


class Extract(Struct, frozen=True, tag="extract"):
    """A job: extract images. `size` is the size of the video in bytes, as in the other jobs."""

    size: int
    options: ExtractionOptions
    video_name: str = ""


class Probe(Struct, frozen=True, tag="probe"):
    """A job: open the video, and describe it."""

    size: int


class Scan(Struct, frozen=True, tag="scan"):
    """A job: open the video, describe it, and read the times of all its packets."""

    size: int


Job = Extract | Probe | Scan
"""The first message from the parent."""


class Opened(Struct, frozen=True, tag="opened"):
    """What the video is. Comes once, before anything but Read. Not answered."""

    source: Source
    keyframes: Count


class Read(Struct, frozen=True, tag="read"):
    """Answered with the bytes of the video from `offset`: fewer than `size` only at its end."""

    offset: int
    size: int


class Store(Struct, frozen=True, tag="store"):
    """Answered with the offset of the file's bytes in the archive, as an Offset."""

    name: str
    data: bytes


class Progress(Struct, frozen=True, tag="progress"):
    """Not answered."""

    fraction: float
    images: int


class Extracted(Struct, frozen=True, tag="extracted"):
    """All images are stored. This ends an Extract job. Failed or Broken may end any job."""

    manifest: Manifest


class Scanned(Struct, frozen=True, tag="scanned"):
    """The times of the frames, of the keyframes, and of the keyframes in the container's index, in
    microseconds, ascending, and their end and tolerance, as in Timeline, and the times at which
    chapters begin. This ends a Scan job."""

    frames: tuple[int, ...]
    keyframes: tuple[int, ...]
    indexed: tuple[int, ...]
    end: int
    tolerance: int
    chapters: tuple[int, ...] = ()


class Failed(Struct, frozen=True, tag="failed"):
    """A VideoError."""

    code: str
    reason: str


class Broken(Struct, frozen=True, tag="broken"):
    """Any other exception: a bug of ours."""

    traceback: str


FromChild = Opened | Read | Store | Progress | Extracted | Scanned | Failed | Broken

Offset = int

encode = msgspec.msgpack.encode
decode_offset = msgspec.msgpack.Decoder(Offset).decode

_job_decoder = msgspec.msgpack.Decoder(Job)
_decoder = msgspec.msgpack.Decoder(FromChild)


def decode_job(data: bytes) -> Job:
    job: Job = _job_decoder.decode(data)
    return job


def decode(data: bytes) -> FromChild:
    """Raises msgspec.MsgspecError on anything that the child may not send."""
    message: FromChild = _decoder.decode(data)
    return message
