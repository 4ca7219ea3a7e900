"""What the engine's two processes say to each other: the child asks, the parent answers each.

The parent decodes what it hears as strictly as any message from outside, for a video might have
taken the child over: no pickle.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions

Count = Annotated[int, Meta(ge=0)]

MAX_MESSAGE = 256 * 1024 * 1024


class Job(Struct, frozen=True):
    """The parent's first word. `size` is the video's, in bytes."""

    options: ExtractionOptions
    size: int


class Opened(Struct, frozen=True, tag="opened"):
    """What the video is, once it is open: the child's first word but for Read. Not answered."""

    source: Source
    keyframes: Count


class Read(Struct, frozen=True, tag="read"):
    """Answered by the bytes of the video from `offset`: fewer than `size` only at its end."""

    offset: int
    size: int


class Store(Struct, frozen=True, tag="store"):
    """Answered by the offset of the image's bytes in the archive, as an Offset."""

    name: str
    data: bytes


class Progress(Struct, frozen=True, tag="progress"):
    """Not answered."""

    fraction: float
    images: int


class Done(Struct, frozen=True, tag="done"):
    """The images are all stored. It is the last word, as either of the next two is."""

    manifest: Manifest


class Failed(Struct, frozen=True, tag="failed"):
    """A VideoError."""

    code: str
    reason: str


class Broken(Struct, frozen=True, tag="broken"):
    """Any other exception: a mistake of ours."""

    traceback: str


FromChild = Opened | Read | Store | Progress | Done | Failed | Broken

Offset = int

encode = msgspec.msgpack.encode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_offset = msgspec.msgpack.Decoder(Offset).decode

_decoder = msgspec.msgpack.Decoder(FromChild)


def decode(data: bytes) -> FromChild:
    """Raises msgspec.MsgspecError on anything that the child may not say."""
    message: FromChild = _decoder.decode(data)
    return message
