"""/videos: announce, list, show, rename, cancel, delete."""

import hashlib
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from chalicelib import limits
from chalicelib.errors import InvalidCursor, QuotaExceeded, VideoNotFound, WrongStatus
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.http.etags import conditional
from chalicelib.http.parsing import Cursor, given
from chalicelib.routes.lookup import video_of
from chalicelib.settings import Retention
from chalicelib.videos import deletion, lifecycle, registration, search, uploads
from chalicelib.videos.bounds import check_options, within_an_answer
from chalicelib.videos.registration import DescriptionOrNull, FileName, NewVideo
from chalicelib.videos.status import NOT_UPLOADED, Status
from chalicelib.videos.views import NewVideoView, VideoPage, VideoView, new_view_of, view_of
from contracts.messages import VideoId
from stills.schema import about


class ListQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which videos to list."""

    status: Annotated[
        Status | None, about("Only videos of this status; without it, all", "completed")
    ] = None
    name: Annotated[
        Annotated[str, Meta(max_length=255)] | None,
        about("Only videos whose name has this part, in any case; without it, all", "holiday"),
    ] = None
    limit: Annotated[
        int, Meta(ge=1, le=limits.MAX_PAGE), about("How many videos a page has at most", 20)
    ] = limits.DEFAULT_PAGE
    cursor: Cursor = None


class VideoChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays; null removes a description."""

    filename: FileName | UnsetType = UNSET
    description: DescriptionOrNull | UnsetType = UNSET


videos = Endpoints("videos", "Register videos, and see what has become of them.")


@videos.route(
    "POST",
    "/videos",
    body=NewVideo,
    returns=NewVideoView,
    status=201,
    idempotent=True,
    headers={
        "Location": Annotated[
            str,
            about(
                "The new video, relative to the address of the API",
                "videos/01890000-0000-7000-8000-000000000000",
            ),
        ]
    },
    errors=(QuotaExceeded, VideoNotFound, WrongStatus),
)
def create_video(call: Call, body: NewVideo) -> Reply:
    """Announce a video; the answer says how to upload it."""
    check_options(body.options)
    video = registration.create(call.services, call.user.id, body, call.idempotency_key)
    upload = uploads.instructions(call.services, video) if video.status in NOT_UPLOADED else None
    location = {"Location": f"videos/{video.video_id}"}  # relative to the stage
    return Reply(new_view_of(video, _retention(call), upload), 201, location)


@videos.route("GET", "/videos", query=ListQuery, returns=VideoPage, errors=(InvalidCursor,))
def list_videos(call: Call, query: ListQuery) -> VideoPage:
    """The user's videos, newest first. With a name, a page may have fewer videos than `limit`, or
    none, although there are more."""
    scope = f"videos {call.user.id} {query.status} {query.name or ''}"
    before = call.services.cursors.read(scope, query.cursor)
    page, last = _page(call, query, before)
    cursor = call.services.cursors.sign(scope, last) if last else None
    return VideoPage(page, cursor)


def _page(
    call: Call, query: ListQuery, before: str | None
) -> tuple[tuple[VideoView, ...], str | None]:
    """The videos of a page, and the id after which the next one begins, if there is one."""
    if query.name:
        match = search.find(
            call.services, call.user.id, query.name, query.status, query.limit, before
        )
        found, last = iter(match.videos), match.last
    else:
        found = call.services.videos.page(call.user.id, query.status, query.limit + 1, before)
        last = None
    views = (view_of(video, _retention(call)) for video in found)
    page, more = within_an_answer(views, query.limit)
    return page, page[-1].id if more else last


@videos.route(
    "GET",
    "/videos/{video_id}",
    returns=VideoView,
    conditional=True,
    errors=(VideoNotFound,),
)
def show_video(call: Call, video_id: VideoId) -> Reply:
    """Status, progress, options, times, error and archive of a video."""
    body = msgspec.json.encode(view_of(video_of(call, video_id), _retention(call)))
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"Content-Type": "application/json", "Cache-Control": "private, no-cache"}
    return conditional(call, tag, headers, lambda: body)


@videos.route(
    "PATCH",
    "/videos/{video_id}",
    body=VideoChanges,
    returns=VideoView,
    errors=(VideoNotFound,),
)
def update_video(call: Call, video_id: VideoId, body: VideoChanges) -> VideoView:
    """Change the name or the description of the video."""
    changes = given(body)
    video = video_of(call, video_id)
    changed = call.services.videos.change(video, call.services.now(), **changes)
    if changed is None:
        raise VideoNotFound
    return view_of(changed, _retention(call))


@videos.route(
    "POST", "/videos/{video_id}/cancel", returns=VideoView, errors=(VideoNotFound, WrongStatus)
)
def cancel_video(call: Call, video_id: VideoId) -> VideoView:
    """Cancel an upload or an extraction."""
    video = video_of(call, video_id)
    return view_of(lifecycle.cancel(call.services, video), _retention(call))


@videos.route("DELETE", "/videos/{video_id}", status=204, errors=(VideoNotFound,))
def delete_video(call: Call, video_id: VideoId) -> None:
    """Delete the video with its images."""
    deletion.delete(call.services, video_of(call, video_id))


def _retention(call: Call) -> Retention:
    return call.services.settings.retention
