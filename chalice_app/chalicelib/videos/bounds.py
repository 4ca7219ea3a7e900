"""Bounds in bytes, so that an item fits into the table and a list into an answer of Lambda."""

from collections.abc import Iterable

import msgspec

from chalicelib.errors import InvalidRequest
from chalicelib.limits import MAX_LIST_ANSWER, MAX_OPTIONS
from chalicelib.videos.views import VideoView
from stills.options import ExtractionOptions


def check_options(options: ExtractionOptions) -> None:
    """Raises InvalidRequest."""
    if len(msgspec.json.encode(options)) > MAX_OPTIONS:
        raise InvalidRequest.of("options", f"must have at most {MAX_OPTIONS:,} bytes as JSON")


def within_an_answer(views: Iterable[VideoView], limit: int) -> tuple[tuple[VideoView, ...], bool]:
    """As many of the first videos as fit into an answer, at most `limit` but at least one, and
    whether there are more. Takes no more than one video too many, since each may be read only
    then."""
    page: list[VideoView] = []
    size = 0
    for view in views:
        size += len(msgspec.json.encode(view))
        if len(page) == limit or (page and size > MAX_LIST_ANSWER):
            return tuple(page), True
        page.append(view)
    return tuple(page), False
