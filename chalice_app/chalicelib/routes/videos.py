"""/videos: announce, list, show, plan, extract again, retry, cancel, delete."""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from chalicelib import limits
from chalicelib.errors import (
    InvalidCursor,
    NoImages,
    NotOpenedYet,
    QuotaExceeded,
    SourceMissing,
    TooManyExtractions,
    UnknownLength,
    VideoNotFound,
    WrongStatus,
)
from chalicelib.http.endpoints import Call, Endpoints, Reply
from chalicelib.http.etags import conditional
from chalicelib.routes.lookup import video_of
from chalicelib.settings import Retention
from chalicelib.videos import deletion, lifecycle, plans, registration, uploads
from chalicelib.videos.bounds import check_options, within_an_answer
from chalicelib.videos.images import latest_completed
from chalicelib.videos.model import Claim
from chalicelib.videos.plans import PlanView
from chalicelib.videos.registration import NewVideo
from chalicelib.videos.status import IN_WORDS, NOT_UPLOADED, Status
from chalicelib.videos.views import (
    ExtractionPage,
    NewVideoView,
    VideoPage,
    VideoView,
    extraction_view_of,
    new_view_of,
    view_of,
)
from contracts.messages import VideoId
from stills.options import ExtractionOptions


class ListQuery(Struct, frozen=True, forbid_unknown_fields=True):
    status: Status | None = None
    limit: Annotated[int, Meta(ge=1, le=limits.MAX_PAGE)] = limits.DEFAULT_PAGE
    cursor: Annotated[str, Meta(max_length=1024)] | None = None


class ExtractionsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    limit: Annotated[int, Meta(ge=1, le=limits.MAX_EXTRACTIONS_PAGE)] = 10
    cursor: Annotated[str, Meta(max_length=1024)] | None = None


class NewExtraction(Struct, frozen=True, forbid_unknown_fields=True):
    options: ExtractionOptions = ExtractionOptions()


videos = Endpoints("videos")


@videos.route(
    "POST",
    "/videos",
    body=NewVideo,
    returns=NewVideoView,
    status=201,
    idempotent=True,
    errors=(QuotaExceeded,),
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
    """The user's videos, newest first."""
    scope = f"videos {call.user.id} {query.status}"
    before = call.services.cursors.read(scope, query.cursor)
    found = call.services.videos.page(call.user.id, query.status, query.limit + 1, before)
    page = tuple(
        within_an_answer(view_of(video, _retention(call)) for video in found[: query.limit])
    )
    more = len(page) < len(found)
    cursor = call.services.cursors.sign(scope, page[-1].id) if more else None
    return VideoPage(page, cursor)


@videos.route("GET", "/videos/{video_id}", returns=VideoView, errors=(VideoNotFound,))
def show_video(call: Call, video_id: VideoId) -> Reply:
    """Status, progress, options, times, error and archive; 304 for a matching If-None-Match."""
    body = msgspec.json.encode(view_of(video_of(call, video_id), _retention(call)))
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"Content-Type": "application/json", "Cache-Control": "private, no-cache"}
    return conditional(call, tag, headers, lambda: body)


@videos.route(
    "POST",
    "/videos/{video_id}/retry",
    returns=VideoView,
    status=202,
    errors=(VideoNotFound, WrongStatus, SourceMissing, TooManyExtractions),
)
def retry_video(call: Call, video_id: VideoId) -> VideoView:
    """Run a failed extraction again, as a new extraction with the same options."""
    video = video_of(call, video_id)
    if video.status != "failed":
        words = IN_WORDS[video.status]
        raise WrongStatus(f"Only a failed extraction can be retried; the latest one {words}.")
    return view_of(lifecycle.extract_again(call.services, video, video.options), _retention(call))


@videos.route(
    "POST",
    "/videos/{video_id}/extractions",
    body=NewExtraction,
    returns=VideoView,
    status=202,
    idempotent=True,
    errors=(VideoNotFound, WrongStatus, SourceMissing, TooManyExtractions),
)
def create_extraction(call: Call, video_id: VideoId, body: NewExtraction) -> VideoView:
    """Extract again with other options, without a second upload."""
    check_options(body.options)
    video = video_of(call, video_id)
    claim = None
    if call.idempotency_key is not None:
        claim = Claim(f"{video_id} {call.idempotency_key}", msgspec.json.encode(body))
    return view_of(
        lifecycle.extract_again(call.services, video, body.options, claim), _retention(call)
    )


@videos.route(
    "GET",
    "/videos/{video_id}/extractions",
    query=ExtractionsQuery,
    returns=ExtractionPage,
    errors=(VideoNotFound, InvalidCursor),
)
def list_extractions(call: Call, video_id: VideoId, query: ExtractionsQuery) -> ExtractionPage:
    """The video's extractions, the latest first."""
    video = video_of(call, video_id)
    scope = f"extractions {video_id}"
    before = call.services.cursors.read(scope, query.cursor)
    latest = [video.latest] if before is None else []
    earlier = call.services.videos.extractions(
        video, query.limit + 1 - len(latest), before or video.extraction
    )
    found = [*latest, *earlier]
    page, more = found[: query.limit], found[query.limit :]
    cursor = call.services.cursors.sign(scope, page[-1].number) if more else None
    return ExtractionPage(
        tuple(extraction_view_of(each, _retention(call)) for each in page), cursor
    )


@videos.route(
    "POST",
    "/videos/{video_id}/plan",
    body=NewExtraction,
    returns=PlanView,
    errors=(VideoNotFound, NotOpenedYet, UnknownLength, NoImages),
)
def plan_extraction(call: Call, video_id: VideoId, body: NewExtraction) -> PlanView:
    """Estimate what an extraction would yield, take and cost, without doing it."""
    check_options(body.options)
    video = video_of(call, video_id)
    memory = call.services.settings.worker_memory
    return plans.plan(video, latest_completed(call.services, video), body.options, memory)


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
