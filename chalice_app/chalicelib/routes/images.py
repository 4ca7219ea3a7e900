"""/videos/{id}/images, /manifest and /archive: the results of an extraction."""

import hashlib
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
from chalicelib.http.parsing import Cursor
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
from chalicelib.videos.views import NextCursor
from contracts.downloads import archive_name, content_disposition
from contracts.messages import VideoId
from stills import manifest as manifests
from stills.manifest import Extra, Image, ImageFacts, Manifest
from stills.schema import about
from stills.syntax import END_OF_TEXT

IndexText = Annotated[
    str,
    Meta(
        pattern="^[0-9]{1,9}" + END_OF_TEXT,
        extra={"noun": "the index of an image, a whole number"},
    ),
    about("The index of the image, from 0", "0"),
]

Number = Annotated[
    Annotated[int, Meta(ge=1)] | None,
    about("The number of the extraction; without it, the latest completed one", 1),
]


class ImagesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which images to list."""

    limit: Annotated[
        int,
        Meta(ge=1, le=limits.MAX_IMAGES_PAGE),
        about("How many images a page has at most", 100),
    ] = limits.DEFAULT_IMAGES_PAGE
    cursor: Cursor = None
    extraction: Number = None


class ExtractionQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which extraction it is about."""

    extraction: Number = None


class ImageView(ImageFacts, frozen=True, kw_only=True):
    """An image of the video, and where it is in the zip."""

    url: Annotated[
        str,
        about(
            "Where the API answers the image, relative to the address of the API",
            "/videos/01890000-0000-7000-8000-000000000000/images/0?extraction=1",
        ),
    ]


class ImagePage(Struct, frozen=True):
    """Some of the images of an extraction."""

    images: Annotated[tuple[ImageView, ...], about("The images, ordered by time")]
    total: Annotated[int, about("Number of images of the extraction, on all pages", 31)]
    next_cursor: NextCursor


class ArchiveLink(Struct, frozen=True):
    """A URL that downloads the zip, for anyone who has it, until it expires."""

    url: Annotated[
        str,
        about(
            "Where to GET the zip",
            "https://images-bucket.s3.eu-central-1.amazonaws.com/5f2c4b1e/01890000/1/1/images.zip"
            "?X-Amz-Signature=0f",
        ),
    ]
    expires_at: Annotated[
        datetime, Meta(tz=True), about("When the URL expires", "2026-07-05T09:00:30Z")
    ]
    images: Annotated[int, about("Number of images in the zip", 31)]
    size: Annotated[int, about("Size of the zip in bytes", 8912896)]


images = Endpoints(
    "images", "The images and extras of a completed extraction, one by one or as a zip."
)


def file_reply(
    call: Call,
    video: Video,
    extraction: Extraction,
    file: Image | Extra,
    media_type: str,
    saved_as: str,
    query: ExtractionQuery,
) -> Reply:
    """A file of an archive, with the name under which a browser saves it."""
    headers = _headers(media_type, query) | {"Content-Disposition": content_disposition(saved_as)}
    return conditional(
        call, file.sha256, headers, lambda: bytes_of(call.services, video, extraction, file)
    )


def _headers(media_type: str, query: ExtractionQuery) -> dict[str, str]:
    """What an extraction has made never changes, but without a number in the query it is the latest
    completed one's, which may become another one."""
    is_final = query.extraction is not None
    return {
        "Content-Type": media_type,
        "Cache-Control": "private, max-age=86400, immutable" if is_final else "private, no-cache",
    }


def _view_of(image: Image, where: str) -> ImageView:
    fields = {name: getattr(image, name) for name in ImageFacts.__struct_fields__}
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
    conditional=True,
    errors=(
        VideoNotFound,
        ExtractionNotFound,
        ImageNotFound,
        ImagesNotReady,
        ImagesExpired,
        ImageTooLarge,
    ),
)
def show_image(call: Call, video_id: VideoId, index: IndexText, query: ExtractionQuery) -> Reply:
    """The bytes of an image."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    image = image_of(call.services, video, extraction, int(index))
    media_type = MEDIA_TYPES[image.name.rsplit(".", 1)[-1]]
    return file_reply(call, video, extraction, image, media_type, image.name, query)


@images.route(
    "GET",
    "/videos/{video_id}/manifest",
    query=ExtractionQuery,
    returns=Manifest,
    conditional=True,
    errors=(VideoNotFound, ExtractionNotFound, ImagesNotReady, ImagesExpired, ImageTooLarge),
)
def show_manifest(call: Call, video_id: VideoId, query: ExtractionQuery) -> Reply:
    """The manifest of an extraction: the video, the options, and all images and extras. It is in
    the zip too, as manifest.json."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    body = manifests.encode(manifest_of(call.services, video, extraction))
    if len(body) > limits.MAX_IMAGE_ANSWER:
        raise ImageTooLarge("The manifest is too large for this route: get it from the zip.")
    tag = hashlib.sha256(body).hexdigest()
    return conditional(call, tag, _headers("application/json", query), lambda: body)


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
