from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.messages import (
    ExtractionRequested,
    WorkerEvent,
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
    decode_worker_event,
)
from contracts.publishing import Publisher
from stills.errors import TooLong
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.warnings import cut_off
from tests.samples import a_source, an_image
from worker.events import JobEvents

JOB = ExtractionRequested(
    user_id="0b5c0000-0000-4000-8000-000000000000",
    video_id="01890000-0000-7000-8000-000000000000",
    extraction=3,
    at=datetime(2026, 11, 24, tzinfo=UTC),
    source_key="user/video/source",
    options=ExtractionOptions(),
)
MANIFEST = Manifest(
    source=a_source(),
    options=ExtractionOptions(),
    images=(an_image(0, size=10, offset=50), an_image(1, size=10, offset=100)),
    archive_size=500,
    warnings=(cut_off(),),
    dropped={"black": 2},
    decoded_until=41.2,
)


@pytest.fixture
def published() -> list[WorkerEvent]:
    return []


@pytest.fixture
def events(published: list[WorkerEvent]) -> JobEvents:
    return JobEvents(published.append, JOB)


def test_every_event_has_the_ids_of_its_job_and_the_time_of_its_publication(
    events: JobEvents, published: list[WorkerEvent]
) -> None:
    before = datetime.now(UTC)

    events.started()
    events.opened(a_source(), 4)
    events.progressed(0.5, 1)
    events.succeeded(MANIFEST)
    events.failed(TooLong())

    assert len(published) == 5
    for event in published:
        assert (event.user_id, event.video_id, event.extraction) == (JOB.user_id, JOB.video_id, 3)
        assert before <= event.at <= datetime.now(UTC)
        assert event.at - before < timedelta(minutes=1)


def test_each_event_says_what_happened(events: JobEvents, published: list[WorkerEvent]) -> None:
    events.started()
    events.opened(a_source(), 4)
    events.progressed(0.5, 1)
    events.succeeded(MANIFEST)
    events.failed(TooLong("The video is 30 hours long."))

    about: dict[str, Any] = {
        "user_id": JOB.user_id,
        "video_id": JOB.video_id,
        "extraction": 3,
        "at": JOB.at,
    }
    assert [replace(event, at=JOB.at) for event in published] == [
        WorkStarted(**about),
        WorkOpened(**about, source=a_source(), keyframes=4),
        WorkProgressed(**about, fraction=0.5, images=1),
        WorkSucceeded(
            **about,
            images=2,
            archive_size=500,
            warnings=MANIFEST.warnings,
            dropped={"black": 2},
            decoded_until=41.2,
        ),
        WorkFailed(**about, code="too_long", reason="The video is 30 hours long."),
    ]


class FakeTopic:
    def publish(self, **request: Any) -> None:
        self.request = request


def test_an_event_is_published_as_json_with_its_type_as_an_attribute() -> None:
    topic = FakeTopic()
    events = JobEvents(Publisher(topic, "arn:topic").publish, JOB)  # type: ignore[arg-type]

    events.progressed(0.25, 7)

    assert topic.request["TopicArn"] == "arn:topic"
    event = decode_worker_event(topic.request["Message"])
    assert isinstance(event, WorkProgressed)
    assert (event.fraction, event.images) == (0.25, 7)
    assert topic.request["MessageAttributes"] == {
        "type": {"DataType": "String", "StringValue": "work.progressed"}
    }
