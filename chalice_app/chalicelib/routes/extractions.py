"""/videos/{id}/extractions, and what is done with them: list, show, extract again, retry, plan."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from chalicelib import limits
from chalicelib.errors import (
    ExtractionNotFound,
    InvalidCursor,
    NoImages,
    NotOpenedYet,
    SourceMissing,
    TooManyExtractions,
    UnknownLength,
    VideoNotFound,
    WrongStatus,
)
from chalicelib.http.endpoints import Call, Endpoints
from chalicelib.http.parsing import Cursor
from chalicelib.routes.lookup import video_of
from chalicelib.videos import lifecycle, plans
from chalicelib.videos.bounds import check_options
from chalicelib.videos.images import latest_completed
from chalicelib.videos.model import Claim
from chalicelib.videos.plans import PlanView
from chalicelib.videos.registration import RequestedOptions
from chalicelib.videos.views import (
    ExtractionPage,
    ExtractionView,
    VideoView,
    extraction_view_of,
    view_of,
)
from contracts.messages import OPENING, VideoId
from stills.options import ExtractionOptions
from stills.schema import about
from stills.syntax import END_OF_TEXT

Number = Annotated[
    str,
    Meta(pattern="^[0-9]{1,9}" + END_OF_TEXT, extra={"noun": "the number of an extraction"}),
    about("The number of the extraction, from 1", "1"),
]


class ExtractionsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which extractions to list."""

    limit: Annotated[
        int,
        Meta(ge=1, le=limits.MAX_EXTRACTIONS_PAGE),
        about("How many extractions a page has at most", 5),
    ] = 10
    cursor: Cursor = None


class NewExtraction(Struct, frozen=True, forbid_unknown_fields=True):
    """An extraction to be made."""

    options: RequestedOptions = ExtractionOptions()


extractions = Endpoints(
    "extractions", "Plan extractions, extract again, and see what earlier extractions gave."
)


@extractions.route(
    "POST",
    "/videos/{video_id}/retry",
    returns=VideoView,
    status=202,
    errors=(VideoNotFound, WrongStatus, SourceMissing, TooManyExtractions),
)
def retry_video(call: Call, video_id: VideoId) -> VideoView:
    """Run a failed extraction again with the same options, or try again to open the video."""
    again = lifecycle.retry(call.services, video_of(call, video_id))
    return view_of(again, call.services.settings.retention)


@extractions.route(
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
    again = lifecycle.extract_again(call.services, video, body.options, claim)
    return view_of(again, call.services.settings.retention)


@extractions.route(
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
    latest = [video.latest] if before is None and video.extraction != OPENING else []
    earlier = call.services.videos.extractions(
        video, query.limit + 1 - len(latest), before or video.extraction
    )
    found = [*latest, *earlier]
    page, more = found[: query.limit], found[query.limit :]
    cursor = call.services.cursors.sign(scope, page[-1].number) if more else None
    retention = call.services.settings.retention
    return ExtractionPage(tuple(extraction_view_of(each, retention) for each in page), cursor)


@extractions.route(
    "GET",
    "/videos/{video_id}/extractions/{number}",
    returns=ExtractionView,
    errors=(VideoNotFound, ExtractionNotFound),
)
def show_extraction(call: Call, video_id: VideoId, number: Number) -> ExtractionView:
    """One extraction of the video."""
    video = video_of(call, video_id)
    found = call.services.videos.extraction(video, int(number))
    if found is None or found.number == OPENING:
        raise ExtractionNotFound(f"This video has no extraction {number}.")
    return extraction_view_of(found, call.services.settings.retention)


@extractions.route(
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
