"""Finds videos by a part of their name."""

from itertools import islice

from msgspec import Struct

from chalicelib.limits import MAX_SEARCHED
from chalicelib.services import Services
from chalicelib.videos.model import Video
from chalicelib.videos.status import Status


class Found(Struct, frozen=True):
    """`last` is the id of the video after which a search goes on; None at the end."""

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
    """A user's videos whose names contain `name`, whatever its case, newest first. Looks at a
    bounded number of videos, and so may find fewer than `limit`, or none, before the end."""
    wanted = name.casefold()
    found: list[Video] = []
    last = None
    for video in islice(services.videos.newest(user_id, status, before), MAX_SEARCHED):
        last = video.video_id
        if wanted in video.filename.casefold():
            found.append(video)
            if len(found) == limit:
                return Found(found, last)
    is_end = last is None or not any(services.videos.page(user_id, None, 1, last))
    return Found(found, None if is_end else last)
