"""The parts of a multipart upload: their sizes, and whether those received are the right ones."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from chalicelib import limits
from chalicelib.errors import FieldError, PartsMismatch
from stills.schema import about
from stills.wording import counted

if TYPE_CHECKING:
    from chalicelib.videos.objects import Part


PART_NUMBER = about("Number of the part, from 1", 1)
ETAG = about("The ETag header of S3's answer", '"9b2cf535f27731c974343645a3985328"')


class PartTag(Struct, frozen=True, forbid_unknown_fields=True):
    """A part that was sent."""

    number: Annotated[int, Meta(ge=1, le=10_000), PART_NUMBER]
    etag: Annotated[str, Meta(min_length=1, max_length=100), ETAG]


def is_large(size: int) -> bool:
    """Whether a file of so many bytes is uploaded in parts."""
    return size > limits.SINGLE_UPLOAD_MAX


def part_size_of(size: int) -> int:
    """In bytes, so that there are at most 10,000 parts, which is S3's limit."""
    return max(limits.PART_SIZE, math.ceil(size / 10_000))


def part_sizes(size: int) -> dict[int, int]:
    """The size in bytes of each part of a file, by its number from 1."""
    part_size = part_size_of(size)
    count = math.ceil(size / part_size)
    return {n: min(part_size, size - (n - 1) * part_size) for n in range(1, count + 1)}


def check_parts(size: int, received: list["Part"], listed: tuple[PartTag, ...] | None) -> None:
    """Raises PartsMismatch, which names each part that is missing or differs."""
    tags = {part.number: part.etag for part in received}
    sizes = {part.number: part.size for part in received}
    errors = [*_size_errors(part_sizes(size), sizes)]
    for n, etag in [(part.number, part.etag.strip('"')) for part in listed or ()]:
        if tags.get(n) != etag:
            errors.append(FieldError(f"parts.{n}.etag", "is not the ETag that S3 returned"))
    if listed is not None and {part.number for part in listed} != tags.keys():
        errors.append(FieldError("parts", "must list each uploaded part once"))
    if errors:
        raise PartsMismatch(errors=tuple(errors[:20]))


def _size_errors(expected: dict[int, int], received: dict[int, int]) -> Iterator[FieldError]:
    for number in sorted(expected.keys() | received.keys()):
        path = f"parts.{number}"
        if number not in received:
            yield FieldError(path, "is missing")
        elif number not in expected:
            yield FieldError(path, "is not a part of a file of the announced size")
        elif expected[number] != received[number]:
            have = counted(received[number], "byte")
            yield FieldError(path, f"must have {counted(expected[number], 'byte')}, but has {have}")
