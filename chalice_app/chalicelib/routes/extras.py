"""/videos/{id}/extras: files made from an extraction's images, such as a contact sheet."""

from typing import Annotated

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
from chalicelib.routes.images import ExtractionQuery, file_reply, images
from chalicelib.routes.lookup import video_of
from chalicelib.videos.images import completed_extraction, extra_of, manifest_of
from contracts.downloads import extra_name
from contracts.messages import VideoId
from stills.manifest import CONTACT_SHEET, FileOffset, FileSize, PictureHeight, PictureWidth
from stills.schema import about

ExtraName = Annotated[str, about("Name of the file", CONTACT_SHEET)]


class ExtraView(Struct, frozen=True, kw_only=True):
    """A file that was made from the images, and where it is in the zip."""

    name: ExtraName
    media_type: Annotated[str, about("Kind of the file", "image/jpeg")]
    offset: FileOffset
    size: FileSize
    width: PictureWidth
    height: PictureHeight


class ExtraList(Struct, frozen=True):
    """The extras of an extraction."""

    extras: Annotated[tuple[ExtraView, ...], about("The extras, in no special order")]


extras = Endpoints(images.tag, images.description)


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
    conditional=True,
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
def show_extra(call: Call, video_id: VideoId, name: ExtraName, query: ExtractionQuery) -> Reply:
    """The bytes of an extra, such as contact_sheet.jpg or images.csv."""
    video = video_of(call, video_id)
    extraction = completed_extraction(call.services, video, query.extraction)
    extra = extra_of(call.services, video, extraction, name)
    saved_as = extra_name(video.filename, extra.name)
    return file_reply(call, video, extraction, extra, extra.media_type, saved_as, query)
