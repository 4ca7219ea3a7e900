"""Finds videos by a part of their name."""

from typing import get_args
from unicodedata import normalize

import msgspec
from msgspec import Struct

from chalicelib.limits import MAX_SEARCHED, MAX_SEARCHED_SIZE
from chalicelib.services import Services
from chalicelib.videos.model import Video
from chalicelib.videos.status import Status


class Found(Struct, frozen=True):
    """`last` is the id of the video after which a search goes on, which may find nothing more; None
    at the end."""

    videos: list[Video]
    last: str | None


def find(
    services: Services,
    user_id: str,
    name: str,
    status: Status | None,
    limit: int,
    before: str | None,
) -> Found:
    """A user's videos whose names contain `name`, whatever its case, newest first. Reads a bounded
    number of videos, and so may find fewer than `limit`, or none, before the end."""
    wanted = _comparable(name)
    shown = (status,) if status else get_args(Status)
    found: list[Video] = []
    size = 0
    for count, video in enumerate(services.videos.newest(user_id, MAX_SEARCHED, before), 1):
        if video.status in shown and wanted in _comparable(video.filename):
            found.append(video)
        size += len(msgspec.json.encode(video))
        if len(found) == limit or count == MAX_SEARCHED or size > MAX_SEARCHED_SIZE:
            return Found(found, video.video_id)
    return Found(found, None)


def _comparable(name: str) -> str:
    """Without the differences of case. A letter with its accent may be one character or two: file
    names of macOS have two, keyboards write one."""
    return normalize("NFC", normalize("NFD", name).casefold())
