"""/videos/{id}/extras: files made from an extraction's images, such as a contact sheet."""

import msgspec
from msgspec import Struct

from chalicelib.errors import (
    ExtractionNotFound,
    ExtraNotFound,
    ImagesExpired,
    ImagesNotReady,
    ImageTooLarge,
    VideoNotFound,
)
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.routes.images import ExtractionQuery, file_reply
from chalicelib.routes.lookup import video_of
from chalicelib.videos.images import completed_extraction, extra_of, manifest_of
from contracts.downloads import extra_name
from contracts.messages import VideoId


class ExtraView(Struct, frozen=True, kw_only=True):
    """`offset` and `size` are the file's byte range in the archive; only pictures have a `width`
    and a `height`."""

    name: str
    media_type: str
    offset: int
    size: int
    width: int | None
    height: int | None


class ExtraList(Struct, frozen=True):
    extras: tuple[ExtraView, ...]


extras = Endpoints("images")


@extras.route(
    "GET",
    "/videos/{video_id}/extras",
    query=ExtractionQuery,
    returns=ExtraList,
    errors=(VideoNotFound, ExtractionNotFound, ImagesNotReady, ImagesExpired),
)
def list_extras(call: Call, video_id: VideoId, query: ExtractionQuery) -> ExtraList:
    """The extras that the extraction made."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    found = manifest_of(call.services, video, extraction).extras
    return ExtraList(msgspec.convert(found, tuple[ExtraView, ...], from_attributes=True))


@extras.route(
    "GET",
    "/videos/{video_id}/extras/{name}",
    query=ExtractionQuery,
    returns=bytes,
    media_types=("image/jpeg", "text/vtt", "text/csv", "application/json", "application/pdf"),
    errors=(
        VideoNotFound,
        ExtractionNotFound,
        ExtraNotFound,
        ImagesNotReady,
        ImagesExpired,
        ImageTooLarge,
    ),
)
def show_extra(call: Call, video_id: VideoId, name: str, query: ExtractionQuery) -> Reply:
    """One extra's bytes, such as contact_sheet.jpg or images.csv; 304 for a match."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    extra = extra_of(call.services, video, extraction, name)
    saved_as = extra_name(video.filename, extra.name)
    return file_reply(call, video, extraction, extra, extra.media_type, saved_as, query)
