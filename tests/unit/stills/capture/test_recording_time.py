"""Times of recording in the tags of containers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.recording_time import recording_time

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2023-04-28T17:52:17.000000Z", datetime(2023, 4, 28, 17, 52, 17, tzinfo=UTC)),
        (
            "2023-04-28T19:52:17+0200",
            datetime(2023, 4, 28, 19, 52, 17, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("2023:04:28 17:52:17", datetime(2023, 4, 28, 17, 52, 17)),
    ],
)
def test_a_time_is_read_with_the_zone_that_it_has(text: str, time: datetime) -> None:
    assert recording_time([{"creation_time": text}], NOW) == time


@pytest.mark.parametrize(
    "text",
    [
        "1904-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1980-01-01T00:00:00",
        "2027-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0000-00-00T00:00:00Z",
        "2023-04-28",
        "2023-04-28T17:52:17+23:59",
        "yesterday",
        "",
    ],
)
def test_a_time_of_a_clock_that_was_not_set_is_ignored(text: str) -> None:
    assert recording_time([{"creation_time": text}], NOW) is None


def test_apples_time_wins_because_it_has_a_zone() -> None:
    tags = {
        "creation_time": "2023-04-28T17:52:17Z",
        "com.apple.quicktime.creationdate": "2023-04-28T19:52:17+0200",
    }

    found = recording_time([tags], NOW)

    assert found is not None
    assert found.utcoffset() == timedelta(hours=2)


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = recording_time([{"creation_time": text}], NOW)

    assert found is None or found.year >= 1990
