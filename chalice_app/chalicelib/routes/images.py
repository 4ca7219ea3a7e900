"""/videos/{id}/images and /archive: the results of an extraction."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib import limits
from chalicelib.errors import (
    ExtractionNotFound,
    ImageNotFound,
    ImagesExpired,
    ImagesNotReady,
    ImageTooLarge,
    InvalidCursor,
    VideoNotFound,
)
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.http.etags import conditional
from chalicelib.routes.lookup import video_of
from chalicelib.videos.images import (
    MEDIA_TYPES,
    archive_key,
    bytes_of,
    completed_extraction,
    expired,
    image_of,
    manifest_of,
)
from chalicelib.videos.model import Extraction, Video
from contracts.downloads import archive_name, content_disposition
from contracts.messages import VideoId
from stills.manifest import Extra, Image
from stills.syntax import END_OF_TEXT

ImageIndex = Annotated[
    str,
    Meta(pattern="^[0-9]{1,9}" + END_OF_TEXT, description="The index of an image, a whole number"),
]

Number = Annotated[
    int, Meta(ge=1, description="The number of the extraction. Default: the latest completed one")
]


class ImagesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    limit: Annotated[int, Meta(ge=1, le=limits.MAX_IMAGES_PAGE)] = limits.DEFAULT_IMAGES_PAGE
    cursor: Annotated[str, Meta(max_length=1024)] | None = None
    extraction: Number | None = None


class ExtractionQuery(Struct, frozen=True, forbid_unknown_fields=True):
    extraction: Number | None = None


class ImageView(Struct, frozen=True, kw_only=True):
    """`requested_time` was asked for, `time` is that of the frame; both are in seconds from the
    first frame. `offset` and `size` are the image's byte range in the archive, `sha256` is of its
    bytes. `sharpness` is the variance of the Laplacian of its luma. `url` is where the API answers
    its bytes, relative to this list's address up to `/videos`."""

    index: int
    name: str
    requested_time: float
    time: float
    width: int
    height: int
    offset: int
    size: int
    sha256: str
    sharpness: float
    url: str


class ImagePage(Struct, frozen=True):
    """`next_cursor` is null on the last page; `total` counts the images of the extraction."""

    images: tuple[ImageView, ...]
    total: int
    next_cursor: str | None


class ArchiveLink(Struct, frozen=True):
    """A URL that downloads the zip, for anyone who has it, until it expires."""

    url: str
    expires_at: datetime
    images: int
    size: int


images = Endpoints("images")


def file_reply(
    call: Call,
    video: Video,
    extraction: Extraction,
    file: Image | Extra,
    media_type: str,
    saved_as: str,
    query: ExtractionQuery,
) -> Reply:
    """A file of an archive, with the name under which a browser saves it. It never changes, but
    without a number in the query it is the latest completed one's, which may become another one."""
    is_final = query.extraction is not None
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": content_disposition(saved_as),
        "Cache-Control": "private, max-age=86400, immutable" if is_final else "private, no-cache",
    }
    return conditional(
        call, file.sha256, headers, lambda: bytes_of(call.services, video, extraction, file)
    )


def _view_of(image: Image, where: str) -> ImageView:
    names = (name for name in ImageView.__struct_fields__ if name != "url")
    fields = {name: getattr(image, name) for name in names}
    return ImageView(**fields, url=where.format(image.index))


@images.route(
    "GET",
    "/videos/{video_id}/images",
    query=ImagesQuery,
    returns=ImagePage,
    errors=(VideoNotFound, ExtractionNotFound, ImagesNotReady, ImagesExpired, InvalidCursor),
)
def list_images(call: Call, video_id: VideoId, query: ImagesQuery) -> ImagePage:
    """The extracted images, ordered by time."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    scope = f"images {video_id} {extraction.number}"
    first = call.services.cursors.read(scope, query.cursor) or 0
    everything = manifest_of(call.services, video, extraction).images
    end = first + query.limit
    where = f"/videos/{video_id}/images/{{}}?extraction={extraction.number}"
    page = tuple(_view_of(image, where) for image in everything[first:end])
    cursor = call.services.cursors.sign(scope, end) if end < len(everything) else None
    return ImagePage(page, len(everything), cursor)


@images.route(
    "GET",
    "/videos/{video_id}/images/{index}",
    query=ExtractionQuery,
    returns=bytes,
    errors=(
        VideoNotFound,
        ExtractionNotFound,
        ImageNotFound,
        ImagesNotReady,
        ImagesExpired,
        ImageTooLarge,
    ),
)
def show_image(call: Call, video_id: VideoId, index: ImageIndex, query: ExtractionQuery) -> Reply:
    """One image's bytes; 304 for a matching If-None-Match."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    image = image_of(call.services, video, extraction, int(index))
    media_type = MEDIA_TYPES[image.name.rsplit(".", 1)[-1]]
    return file_reply(call, video, extraction, image, media_type, image.name, query)


@images.route(
    "GET",
    "/videos/{video_id}/archive",
    query=ExtractionQuery,
    returns=ArchiveLink,
    errors=(VideoNotFound, ExtractionNotFound, ImagesNotReady, ImagesExpired),
)
def show_archive(call: Call, video_id: VideoId, query: ExtractionQuery) -> ArchiveLink:
    """A short-lived URL of the zip."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    key = archive_key(video, extraction)
    if extraction.archive is None or not call.services.objects.archive_exists(key):
        raise expired(call.services, video)
    url = call.services.objects.presign_archive(key, archive_name(video.filename))
    expires_at = call.services.now() + limits.URL_LIFETIME
    return ArchiveLink(url, expires_at, extraction.archive.images, extraction.archive.size)
