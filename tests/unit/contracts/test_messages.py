"""Messages survive encoding and decoding, and nothing else is accepted as a message."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from contracts import messages
from stills.options import ExtractionOptions
from tests.samples import a_source

ABOUT: dict[str, Any] = {
    "user_id": "0b5c0000-0000-4000-8000-000000000000",
    "video_id": "01890000-0000-7000-8000-000000000000",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
}
API_EVENTS: list[messages.ApiEvent] = [
    messages.ExtractionRequested(**ABOUT, source_key="u/v/source", options=ExtractionOptions()),
    messages.ExtractionCompleted(**ABOUT, video_name="a.mp4", images=3),
    messages.ExtractionFailed(**ABOUT, video_name="a.mp4", code="not_a_video", reason="No."),
]
WORKER_EVENTS: list[messages.WorkerEvent] = [
    messages.WorkStarted(**ABOUT),
    messages.WorkOpened(**ABOUT, source=a_source(), keyframes=4),
    messages.WorkProgressed(**ABOUT, fraction=0.5, images=2),
    messages.WorkSucceeded(**ABOUT, images=3, archive_size=9),
    messages.WorkFailed(**ABOUT, code="not_a_video", reason="No."),
]


@pytest.mark.parametrize("event", API_EVENTS, ids=messages.type_of)
def test_an_api_event_survives_the_wire(event):
    assert messages.decode_api_event(messages.encode(event)) == event


@pytest.mark.parametrize("event", WORKER_EVENTS, ids=messages.type_of)
def test_a_worker_event_survives_the_wire(event):
    assert messages.decode_worker_event(messages.encode(event)) == event


@pytest.mark.parametrize("event", WORKER_EVENTS, ids=messages.type_of)
def test_the_workers_events_are_not_events_of_the_api(event):
    with pytest.raises(msgspec.ValidationError):
        messages.decode_api_event(messages.encode(event))


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"user_id": "a/b"},
        {"user_id": "a\n"},
        {"video_id": "01890000-0000-7000-8000-000000000000\n"},
        {"video_id": "../../etc/passwd"},
        {"extraction": 0},
        {"at": "2026-11-24T00:00:00"},
        {"type": "work.finished"},
    ],
    ids=str,
)
def test_a_message_that_breaks_a_rule_is_refused(change):
    wire = msgspec.json.decode(messages.encode(WORKER_EVENTS[0])) | change

    with pytest.raises(msgspec.ValidationError):
        messages.decode_worker_event(msgspec.json.encode(wire))


def test_a_consumer_of_an_older_release_reads_a_newer_field():
    wire = msgspec.json.decode(messages.encode(WORKER_EVENTS[0])) | {"attempt": 2}

    assert messages.decode_worker_event(msgspec.json.encode(wire)) == WORKER_EVENTS[0]
