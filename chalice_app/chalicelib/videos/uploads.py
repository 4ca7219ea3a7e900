"""How a file gets in: one presigned POST for a small one, presigned parts for a large one."""

import math
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from uuid6 import uuid7

from chalicelib import limits
from chalicelib.composition import Services
from chalicelib.errors import FieldError, PartsMismatch, UploadIncomplete, WrongStatus
from chalicelib.videos import lifecycle
from chalicelib.videos.objects import Part
from chalicelib.videos.records import VideoRecord
from chalicelib.videos.status import NOT_UPLOADED
from contracts import keys
from stills.options import ExtractionOptions

# Neither holds control characters, nor those that turn the direction of the text that follows; a
# description may have several lines.
_ONE_LINE = r"^(?![\s\S]*[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069])"
_TEXT = r"^(?![\s\S]*[\x00-\x08\x0b-\x1f\x7f-\x9f])"


class NewVideo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A video to be uploaded. `size` is in bytes; `filename` is only ever shown."""

    filename: Annotated[str, Meta(min_length=1, max_length=255, pattern=_ONE_LINE)]
    size: Annotated[int, Meta(ge=1, le=limits.MAX_UPLOAD)]
    description: Annotated[str, Meta(max_length=1000, pattern=_TEXT)] | None = None
    options: ExtractionOptions = ExtractionOptions()


class PostUpload(Struct, frozen=True, tag_field="method", tag="POST"):
    """Send one multipart/form-data POST to `url`: all `fields`, then the file as `file`."""

    url: str
    fields: dict[str, str]
    expires_in: int


class PartUrl(Struct, frozen=True):
    """PUT the part's `size` bytes to `url`; its ETag is in the answer's header."""

    number: int
    size: int
    url: str


class ReceivedPart(Struct, frozen=True):
    number: int
    size: int
    etag: str


class MultipartUpload(Struct, frozen=True, tag_field="method", tag="multipart"):
    """The file in `part_count` parts of `part_size` bytes (the last may be smaller), then
    `upload/complete`. `parts` are the next ones missing; GET `upload` gives those after them."""

    part_size: int
    part_count: int
    received: tuple[ReceivedPart, ...]
    parts: tuple[PartUrl, ...]
    expires_in: int


class PartTag(Struct, frozen=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=10_000)]
    etag: Annotated[str, Meta(min_length=1, max_length=100)]


class CompleteUpload(Struct, frozen=True, forbid_unknown_fields=True):
    """The parts as the client sent them; without `parts`, those that S3 has are taken."""

    parts: tuple[PartTag, ...] | None = None


Upload = PostUpload | MultipartUpload


def part_size_of(size: int) -> int:
    """Bytes in a part, so that there are at most 10,000, as S3 demands."""
    return max(limits.PART_SIZE, math.ceil(size / 10_000))


def create(
    services: Services, user_id: str, new: NewVideo, claim: str | None, *, multipart: bool
) -> VideoRecord:
    """Creates a video that awaits its file; the same under the same claim gives the same one."""
    video_id = str(uuid7())
    if claim is not None:
        request = msgspec.json.encode(new)
        video_id = services.videos.claim(user_id, claim, request, video_id, services.now())
        video = services.videos.get(user_id, video_id)
        if video is not None:
            return video
    key = keys.source(user_id, video_id)
    upload_id = services.objects.start_multipart(key) if multipart else None
    video = _record(services, user_id, video_id, new, upload_id)
    if services.videos.create(video):
        return video
    return services.videos.get(user_id, video_id) or video  # the same request won the race


def is_large(size: int) -> bool:
    return size > limits.SINGLE_UPLOAD_MAX


def _record(
    services: Services, user_id: str, video_id: str, new: NewVideo, upload_id: str | None
) -> VideoRecord:
    now = services.now()
    return VideoRecord(
        user_id,
        video_id,
        filename=new.filename,
        description=new.description,
        size=new.size,
        options=new.options,
        source_key=keys.source(user_id, video_id),
        upload_id=upload_id,
        status="awaiting_upload",
        created_at=now,
        updated_at=now,
        due_at=(now + limits.UPLOAD_DEADLINE).timestamp(),
        expires_at=now + limits.UPLOAD_DEADLINE + limits.FORGET_EXPIRED_AFTER,
    )


def way_in(services: Services, video: VideoRecord) -> Upload:
    """How to upload the video, or what remains of it. Raises WrongStatus once it is there."""
    expires_in = int(limits.URL_LIFETIME.total_seconds())
    if video.status not in NOT_UPLOADED:
        raise WrongStatus(f"The video is {video.status}; it awaits no upload.")
    if not video.upload_id:
        url, fields = services.objects.presign_post(video.source_key, int(video.size))
        return PostUpload(url, fields, expires_in)
    received = services.objects.parts(video.source_key, video.upload_id)
    if received is None:
        raise WrongStatus("The upload is complete or was aborted.")
    sizes = part_sizes(int(video.size))
    there = {part.number for part in received if sizes.get(part.number) == part.size}
    missing = [number for number in sizes if number not in there][: limits.PARTS_IN_A_BATCH]
    return MultipartUpload(
        part_size=part_size_of(int(video.size)),
        part_count=len(sizes),
        received=tuple(ReceivedPart(p.number, p.size, p.etag) for p in received),
        parts=tuple(
            PartUrl(
                number,
                sizes[number],
                services.objects.presign_part(video.source_key, video.upload_id, number),
            )
            for number in missing
        ),
        expires_in=expires_in,
    )


def part_sizes(size: int) -> dict[int, int]:
    """The size in bytes of each part of a file, by its number from 1."""
    part_size = part_size_of(size)
    count = math.ceil(size / part_size)
    return {n: min(part_size, size - (n - 1) * part_size) for n in range(1, count + 1)}


def complete(services: Services, video: VideoRecord, told: tuple[PartTag, ...] | None) -> None:
    """Puts the parts together and queues the video. What is complete already stays so.

    Raises PartsMismatch where the parts are not those of the announced file, UploadIncomplete
    where there is no file, WrongStatus for a video that awaits none.
    """
    if video.status not in NOT_UPLOADED:
        if video.status == "canceled":
            raise WrongStatus("The upload was aborted.")
        return
    if video.upload_id:
        received = services.objects.parts(video.source_key, video.upload_id)
        if received is not None:
            check_parts(int(video.size), received, told)
            services.objects.complete_multipart(video.source_key, video.upload_id, received)
    if not lifecycle.upload_arrived(services, video):
        raise UploadIncomplete("Nothing has been uploaded yet.")


def check_parts(size: int, received: list[Part], told: tuple[PartTag, ...] | None) -> None:
    """Raises PartsMismatch, which names each part that S3 lacks or has otherwise."""
    tags = {part.number: part.etag for part in received}
    sizes = {part.number: part.size for part in received}
    wanted = part_sizes(size)
    errors = [
        FieldError(f"parts.{n}", f"must have {wanted.get(n, 0)} bytes, has {sizes.get(n, 0)}")
        for n in sorted(wanted.keys() | sizes.keys())
        if wanted.get(n) != sizes.get(n)
    ]
    for n, etag in [(part.number, part.etag.strip('"')) for part in told or ()]:
        if tags.get(n) != etag:
            errors.append(FieldError(f"parts.{n}.etag", "is not the ETag that S3 gave"))
    if told is not None and {part.number for part in told} != tags.keys():
        errors.append(FieldError("parts", "must list each uploaded part once"))
    if errors:
        raise PartsMismatch(errors=tuple(errors[:20]))


def abort(services: Services, video: VideoRecord) -> None:
    """Ends an upload that is not complete; what was sent is dropped. Raises WrongStatus."""
    if video.status not in NOT_UPLOADED:
        raise WrongStatus(f"The video is {video.status}; it awaits no upload.")
    lifecycle.cancel(services, video)
    services.objects.delete_video(video.source_key)
