"""Bounds in bytes, so that an item fits into the table and a list into an answer of Lambda."""

from collections.abc import Iterable, Iterator

import msgspec

from chalicelib.errors import InvalidRequest
from chalicelib.limits import MAX_LIST_ANSWER, MAX_OPTIONS
from chalicelib.videos.views import VideoView
from stills.options import ExtractionOptions


def check_options(options: ExtractionOptions) -> None:
    """Raises InvalidRequest."""
    if len(msgspec.json.encode(options)) > MAX_OPTIONS:
        raise InvalidRequest.of("options", f"must have at most {MAX_OPTIONS:,} bytes as JSON")


def within_an_answer(views: Iterable[VideoView]) -> Iterator[VideoView]:
    """As many of the first videos as fit into an answer, but at least one."""
    size = 0
    for number, view in enumerate(views):
        size += len(msgspec.json.encode(view))
        if number and size > MAX_LIST_ANSWER:
            return
        yield view
