"""Waits for the result of an extraction."""

from collections.abc import Callable

from stills_client.api import Api, Json
from stills_client.errors import NoImages
from stills_client.statuses import FINAL

FIRST, LONGEST, SLOWER = 0.5, 10.0, 1.3
"""Seconds between two questions: at first, at most, and by how much they grow."""


def watch(api: Api, video: Json, seen: Callable[[Json], None]) -> Json:
    """Returns the video with its images. Calls `seen` with each state. Raises NoImages."""
    pause = FIRST
    while video["status"] not in FINAL:
        api.interruption.sleep(pause)
        pause = min(LONGEST, pause * SLOWER)
        video = api.get(f"/videos/{video['id']}")
        seen(video)
    if video["status"] != "completed":
        raise NoImages(video)
    return video
