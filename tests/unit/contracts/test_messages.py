"""Messages are decoded as they were encoded, and nothing else is accepted as a message."""

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
NEWER = ("dropped", "decoded_until")
API_EVENTS: list[messages.ApiEvent] = [
    messages.ExtractionRequested(**ABOUT, source_key="u/v/source", options=ExtractionOptions()),
    messages.ExtractionCompleted(**ABOUT, video_name="a.mp4", images=3),
    messages.ExtractionFailed(**ABOUT, video_name="a.mp4", code="not_a_video", reason="No."),
]
WORKER_EVENTS: list[messages.WorkerEvent] = [
    messages.WorkStarted(**ABOUT),
    messages.WorkOpened(**ABOUT, source=a_source(), keyframes=4),
    messages.WorkProgressed(**ABOUT, fraction=0.5, images=2),
    messages.WorkSucceeded(**ABOUT, images=3, archive_size=9, dropped={"black": 1}),
    messages.WorkFailed(**ABOUT, code="not_a_video", reason="No."),
]


@pytest.mark.parametrize("event", API_EVENTS, ids=messages.type_of)
def test_an_event_of_the_api_is_decoded_as_it_was_encoded(event: messages.ApiEvent) -> None:
    assert messages.decode_api_event(messages.encode(event)) == event


@pytest.mark.parametrize("event", WORKER_EVENTS, ids=messages.type_of)
def test_an_event_of_the_worker_is_decoded_as_it_was_encoded(event: messages.WorkerEvent) -> None:
    assert messages.decode_worker_event(messages.encode(event)) == event


@pytest.mark.parametrize("event", WORKER_EVENTS, ids=messages.type_of)
def test_an_event_of_the_worker_is_not_accepted_as_one_of_the_api(
    event: messages.WorkerEvent,
) -> None:
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
        {"extraction": -1},
        {"at": "2026-11-24T00:00:00"},
        {"type": "work.finished"},
    ],
    ids=str,
)
def test_a_message_that_breaks_a_rule_is_refused(change: dict[str, object]) -> None:
    document = msgspec.json.decode(messages.encode(WORKER_EVENTS[0])) | change

    with pytest.raises(msgspec.ValidationError):
        messages.decode_worker_event(msgspec.json.encode(document))


def test_a_result_of_an_older_worker_tells_of_no_damage() -> None:
    document = msgspec.json.decode(
        messages.encode(
            messages.WorkSucceeded(
                **ABOUT, images=3, archive_size=9, dropped={"black": 1}, decoded_until=2.0
            )
        )
    )
    older = {name: value for name, value in document.items() if name not in NEWER}

    result = messages.decode_worker_event(msgspec.json.encode(older))

    assert result == messages.WorkSucceeded(**ABOUT, images=3, archive_size=9)


def test_a_field_of_a_newer_release_is_ignored() -> None:
    document = msgspec.json.decode(messages.encode(WORKER_EVENTS[0])) | {"newer": 2}

    assert messages.decode_worker_event(msgspec.json.encode(document)) == WORKER_EVENTS[0]
