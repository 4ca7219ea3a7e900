"""The chapters of a video, whose marks and titles may be anything."""

from typing import NamedTuple

from av.container import InputContainer

from stills.manifest import MAX_TITLE
from stills.options import MAX_SECONDS
from stills.timing import MICROSECONDS, from_ticks


class Chapter(NamedTuple):
    """Where a chapter begins, in microseconds from the first frame, and its title, which may be
    empty."""

    time: int
    title: str


def chapters(container: InputContainer, origin: int) -> list[Chapter]:
    """In order of time. `origin` is the time of the first frame on the container's clock. A chapter
    that begins before it begins with it."""
    latest = round(MAX_SECONDS * MICROSECONDS)
    return sorted(
        Chapter(
            min(max(from_ticks(each["start"], each["time_base"]) - origin, 0), latest),
            _in_one_line(each["metadata"].get("title", "")),
        )
        for each in container.chapters()
        if each["time_base"]
    )


def _in_one_line(title: str) -> str:
    visible = "".join(letter if letter.isprintable() else " " for letter in title)
    return " ".join(visible.split())[:MAX_TITLE]
