"""/videos/{id}/images and /archive: what an extraction yielded."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from chalicelib import limits
from chalicelib.errors import (
    ImageNotFound,
    ImagesNotReady,
    ImageTooLarge,
    InvalidCursor,
    InvalidRequest,
    VideoNotFound,
)
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.routes.lookup import video_of
from chalicelib.videos.images import (
    MEDIA_TYPES,
    completed_extraction,
    image_bytes,
    manifest_of,
)
from contracts import keys

Extraction = Annotated[int, Meta(ge=1, description="An earlier extraction; default: the latest")]


class ImagesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    limit: Annotated[int, Meta(ge=1, le=limits.MAX_IMAGES_PAGE)] = limits.DEFAULT_IMAGES_PAGE
    cursor: Annotated[str, Meta(max_length=1024)] | None = None
    extraction: Extraction | None = None


class ExtractionQuery(Struct, frozen=True, forbid_unknown_fields=True):
    extraction: Extraction | None = None


class ImageView(Struct, frozen=True, kw_only=True):
    """`time` in seconds from the first frame; `offset` and `size` are the image's byte range in
    the archive."""

    index: int
    name: str
    time: float
    width: int
    height: int
    offset: int
    size: int


class ImagePage(Struct, frozen=True):
    """`next_cursor` is None on the last page; `total` counts the images of the extraction."""

    images: tuple[ImageView, ...]
    total: int
    next_cursor: str | None


class ArchiveLink(Struct, frozen=True):
    """A URL that gives the zip to anybody who has it, until it expires."""

    url: str
    expires_at: datetime
    images: int
    size: int


images = Endpoints("images")


def file_reply(body: bytes, media_type: str, sha256: str, query: ExtractionQuery) -> Reply:
    """A file out of an archive, which never changes; but another extraction becomes the latest."""
    lasts = query.extraction is not None
    headers = {
        "Content-Type": media_type,
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, max-age=86400, immutable" if lasts else "private, no-cache",
    }
    return Reply(body, 200, headers)


@images.route(
    "GET",
    "/videos/{video_id}/images",
    query=ImagesQuery,
    returns=ImagePage,
    errors=(VideoNotFound, ImagesNotReady, InvalidCursor),
)
def list_images(call: Call, video_id: str, query: ImagesQuery) -> ImagePage:
    """The extracted images, in the order of their times."""
    video = video_of(call, video_id)
    number, _ = completed_extraction(video, query.extraction)
    scope = f"images {video_id} {number}"
    first = call.services.cursors.read(scope, query.cursor) or 0
    everything = manifest_of(call.services, video, number).images
    end = first + query.limit
    page = msgspec.convert(everything[first:end], tuple[ImageView, ...], from_attributes=True)
    cursor = call.services.cursors.sign(scope, end) if end < len(everything) else None
    return ImagePage(page, len(everything), cursor)


@images.route(
    "GET",
    "/videos/{video_id}/images/{index}",
    query=ExtractionQuery,
    returns=bytes,
    errors=(VideoNotFound, ImageNotFound, ImagesNotReady, ImageTooLarge),
)
def show_image(call: Call, video_id: str, index: str, query: ExtractionQuery) -> Reply:
    """One image's bytes."""
    video = video_of(call, video_id)
    if not (index.isascii() and index.isdecimal() and len(index) < 10):
        raise InvalidRequest.of("index", "must be the index of an image, a whole number")
    number, _ = completed_extraction(video, query.extraction)
    image, body = image_bytes(call.services, video, number, int(index))
    media_type = MEDIA_TYPES[image.name.rsplit(".", 1)[-1]]
    return file_reply(body, media_type, image.sha256, query)


@images.route(
    "GET",
    "/videos/{video_id}/archive",
    query=ExtractionQuery,
    returns=ArchiveLink,
    errors=(VideoNotFound, ImagesNotReady),
)
def show_archive(call: Call, video_id: str, query: ExtractionQuery) -> ArchiveLink:
    """A short-lived URL of the zip."""
    video = video_of(call, video_id)
    number, archive = completed_extraction(video, query.extraction)
    key = keys.archive(video.user_id, video_id, number)
    stem = video.filename.rsplit(".", 1)[0] or "images"
    url = call.services.objects.presign_archive(key, f"{stem}.zip")
    expires_at = call.services.now() + limits.URL_LIFETIME
    return ArchiveLink(url, expires_at, archive.images, archive.size)
