"""Uploads: one presigned POST for a small file, presigned parts for a large one."""

from typing import Annotated

from msgspec import Struct

from chalicelib import limits
from chalicelib.errors import UploadIncomplete, VideoNotFound, WrongStatus
from chalicelib.services import Services
from chalicelib.videos import lifecycle
from chalicelib.videos.model import Video
from chalicelib.videos.parts import (
    ETAG,
    PART_NUMBER,
    PartTag,
    check_parts,
    is_large,
    part_size_of,
    part_sizes,
)
from chalicelib.videos.status import IN_WORDS, NOT_UPLOADED
from stills.schema import about

ExpiresIn = Annotated[int, about("Seconds until the URLs expire", 3600)]


class PostUpload(Struct, frozen=True, tag_field="method", tag="POST"):
    """The file is sent to S3 with one POST of the type multipart/form-data: all `fields`, and then
    the file as `file`."""

    url: Annotated[
        str,
        about("Where to send it", "https://videos-bucket.s3.eu-central-1.amazonaws.com/"),
    ]
    fields: Annotated[
        dict[str, str],
        about(
            "Fields to send before the file",
            {"key": "5f2c4b1e/01890000/source", "policy": "eyJleHBpcmF0aW9uIjog"},
        ),
    ]
    expires_in: ExpiresIn


class PartUrl(Struct, frozen=True):
    """A part that is missing: PUT it to the URL, and keep the ETag header of the answer."""

    number: Annotated[int, PART_NUMBER]
    size: Annotated[int, about("Size of this part in bytes", limits.PART_SIZE)]
    url: Annotated[
        str,
        about(
            "Where to PUT it",
            "https://videos-bucket.s3.eu-central-1.amazonaws.com/5f2c4b1e/01890000/source"
            "?partNumber=1",
        ),
    ]


class ReceivedPart(Struct, frozen=True):
    """A part that S3 has received."""

    number: Annotated[int, PART_NUMBER]
    size: Annotated[int, about("Size of what was received in bytes", limits.PART_SIZE)]
    etag: Annotated[str, ETAG]


class MultipartUpload(Struct, frozen=True, tag_field="method", tag="multipart"):
    """The file is sent to S3 in parts. Then POST `upload/complete`."""

    part_size: Annotated[
        int, about("Size of each part in bytes; the last one may be smaller", limits.PART_SIZE)
    ]
    part_count: Annotated[int, about("Number of parts of the file", 6)]
    received: Annotated[tuple[ReceivedPart, ...], about("The parts that S3 has received")]
    parts: Annotated[
        tuple[PartUrl, ...],
        about("The next missing parts; after them, GET `upload` answers more"),
    ]
    expires_in: ExpiresIn


class CompleteUpload(Struct, frozen=True, forbid_unknown_fields=True):
    """That all parts were sent."""

    parts: Annotated[
        tuple[PartTag, ...] | None,
        about("The parts that were sent; without them, all parts that S3 received are used"),
    ] = None


Upload = PostUpload | MultipartUpload


def instructions(services: Services, video: Video) -> Upload:
    """How to upload the video, or the missing parts of it. Raises WrongStatus if the upload is
    over."""
    _check_awaits_upload(video)
    expires_in = int(limits.URL_LIFETIME.total_seconds())
    if is_large(video.size):
        return _parts_to_send(services, video, _upload_of(services, video), expires_in)
    url, fields = services.objects.presign_post(video.source_key, video.size)
    return PostUpload(url, fields, expires_in)


def _upload_of(services: Services, video: Video) -> str:
    """The id of the multipart upload for the video's file. It is started if there is none."""
    if video.upload_id:
        return video.upload_id
    upload_id = services.objects.start_multipart(video.source_key)
    if services.videos.attach_upload(video, services.now(), upload_id):
        return upload_id
    services.objects.abort_multipart(video.source_key, upload_id)
    current = services.videos.get(video.user_id, video.video_id)
    if current is None:
        raise VideoNotFound
    _check_awaits_upload(current)
    if current.upload_id is None:
        raise WrongStatus("The upload was started again at the same time.")
    return current.upload_id  # another request was faster


def _parts_to_send(
    services: Services, video: Video, upload_id: str, expires_in: int
) -> MultipartUpload:
    received = services.objects.parts(video.source_key, upload_id)
    if received is None:
        raise WrongStatus("The upload is complete or was aborted.")
    sizes = part_sizes(video.size)
    complete = {part.number for part in received if sizes.get(part.number) == part.size}
    missing = [number for number in sizes if number not in complete][: limits.PARTS_IN_A_BATCH]
    return MultipartUpload(
        part_size=part_size_of(video.size),
        part_count=len(sizes),
        received=tuple(ReceivedPart(p.number, p.size, p.etag) for p in received),
        parts=tuple(
            PartUrl(
                number,
                sizes[number],
                services.objects.presign_part(video.source_key, upload_id, number),
            )
            for number in missing
        ),
        expires_in=expires_in,
    )


def complete(services: Services, video: Video, listed: tuple[PartTag, ...] | None) -> None:
    """Assembles the parts and queues the video. Does nothing if that was done before.

    Raises PartsMismatch if the parts are not those of the announced file, UploadIncomplete if
    there is no file, WrongStatus if the upload was aborted.
    """
    if video.status not in NOT_UPLOADED:
        if video.status == "canceled":
            raise WrongStatus("The upload was aborted.")
        return
    if video.upload_id:
        received = services.objects.parts(video.source_key, video.upload_id)
        if received is not None:
            check_parts(video.size, received, listed)
            services.objects.complete_multipart(video.source_key, video.upload_id, received)
    if not lifecycle.upload_arrived(services, video):
        raise UploadIncomplete("Nothing has been uploaded yet.")


def abort(services: Services, video: Video) -> None:
    """Ends an upload that is not complete, and deletes what was sent. Raises WrongStatus."""
    _check_awaits_upload(video)
    lifecycle.cancel(services, video)
    services.objects.delete_video(video.source_key)


def _check_awaits_upload(video: Video) -> None:
    if video.status not in NOT_UPLOADED:
        words = IN_WORDS[video.status]
        raise WrongStatus(f"The upload is over: the latest extraction {words}.")
