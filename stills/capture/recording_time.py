"""When a video was recorded, as its container says."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

Tags = Mapping[str, str]

KEYS = ("com.apple.quicktime.creationdate", "creation_time", "date_recorded", "date")
"""The best first: Apple's has the time zone, the next is in UTC for most devices."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Clocks that were never set start at 1904, 1970 or 1980."""

TOLERANCE = timedelta(days=1)
"""By how much a clock, or a time without a zone, may be ahead."""

MAX_OFFSET = timedelta(hours=14)

_LONGEST = 40
_DATE = re.compile(r"\A(\d{4})[-:/](\d{2})[-:/](\d{2})(?=[T ]\d)", re.ASCII)


def recording_time(tags: Iterable[Tags], now: datetime) -> datetime | None:
    """The time that the tags of the container or of its streams give for the first frame. A time
    that a clock shows that was not set is ignored. `now` is aware of its zone."""
    lowered = [{key.lower(): value for key, value in each.items()} for each in tags]
    for key in KEYS:
        for each in lowered:
            time = _parsed(each.get(key, ""))
            if time is not None and EARLIEST <= _aware(time) <= now + TOLERANCE:
                return time
    return None


def _parsed(text: str) -> datetime | None:
    date = _DATE.match(text.strip()[:_LONGEST])
    if date is None:
        return None
    try:
        time = datetime.fromisoformat("-".join(date.groups()) + date.string[date.end() :])
    except ValueError:
        return None
    offset = time.utcoffset() or timedelta()
    return time if abs(offset) <= MAX_OFFSET and not offset % timedelta(minutes=1) else None


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
