"""The videos table, and what happens if DynamoDB does not answer."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from chalicelib.errors import IdempotencyKeyReused
from chalicelib.videos.model import Archive, Claim, Video
from chalicelib.videos.records import VideoRecord
from chalicelib.videos.repository import VideoRepository
from chalicelib.videos.transitions import Event, after
from contracts.failures import Failure
from stills.options import ExtractionOptions
from stills.warnings import frames_lost
from tests.integration.api.world import ROOT, World

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


MOVES: tuple[Event, ...] = (
    "file_arrived",
    "wrong_file_arrived",
    "upload_expired",
    "work_started",
    "work_succeeded",
    "work_failed",
    "canceled",
)
ANOTHER_ID = "01890000-0000-7000-8000-000000000001"


@pytest.fixture
def videos(world: World) -> VideoRepository:
    repository: VideoRepository = world.services.videos
    return repository


def a_video(**fields: Any) -> Video:
    usual: dict[str, Any] = {
        "user_id": "ada",
        "video_id": "01890000-0000-7000-8000-000000000000",
        "filename": "a.mp4",
        "size": 4,
        "source_key": "ada/video/source",
        "created_at": NOW,
        "updated_at": NOW,
        "status": "awaiting_upload",
        "options": ExtractionOptions(),
    }
    return Video(**usual | fields)


def test_a_video_comes_back_as_it_was_stored(videos: VideoRepository) -> None:
    video = a_video(
        description="two\nlines",
        extraction=2,
        progress=0.5,
        images=3,
        archive=Archive(3, 900),
        warnings=(frames_lost(2),),
        dropped={"black": 2},
        decoded_until=41.25,
        due_at=NOW.timestamp(),
        failure=Failure("not_a_video", "No."),
    )

    assert videos.create(video, None, None)

    assert videos.get(video.user_id, video.video_id) == video


def test_a_video_is_created_once(videos: VideoRepository) -> None:
    assert videos.create(a_video(), None, None)

    assert not videos.create(a_video(filename="other.mp4"), None, None)

    found = videos.get("ada", a_video().video_id)
    assert found is not None
    assert found.filename == "a.mp4"


def test_a_legal_move_returns_the_video_as_it_is_now(videos: VideoRepository) -> None:
    videos.create(a_video(upload_id="u"), None, None)

    moved = videos.move(a_video(), "file_arrived", NOW, queued_at=NOW, upload_id=None)

    assert moved is not None
    assert (moved.status, moved.queued_at, moved.upload_id) == ("queued", NOW, None)
    assert videos.get("ada", moved.video_id) == moved


def test_an_illegal_move_writes_nothing(videos: VideoRepository) -> None:
    videos.create(a_video(status="completed"), None, None)

    assert videos.move(a_video(), "work_started", NOW, started_at=NOW) is None

    assert videos.get("ada", a_video().video_id) == a_video(status="completed")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(MOVES), max_size=8), st.booleans())
def test_the_table_of_transitions_decides_what_is_written(
    world: World, events: list[Event], is_late: bool
) -> None:
    videos: VideoRepository = world.services.videos
    first = a_video(video_id=str(uuid7()))
    videos.create(first, None, None)
    expected = first.status
    for event in events:
        known = first if is_late else videos.get("ada", first.video_id)
        assert known

        moved = videos.move(known, event, NOW)

        legal = after(expected, event)
        assert (moved.status if moved else None) == legal
        expected = legal or expected
        stored = videos.get("ada", first.video_id)
        assert stored
        assert stored.status == expected


def test_a_move_of_an_earlier_extraction_writes_nothing(videos: VideoRepository) -> None:
    videos.create(a_video(status="queued", extraction=2), None, None)

    assert videos.move(a_video(), "work_started", NOW) is None


def test_a_key_stands_for_one_request_for_a_day(videos: VideoRepository) -> None:
    first = a_video()
    claim = Claim("key", b"request")
    assert videos.create(first, claim, None)

    assert not videos.create(a_video(video_id=ANOTHER_ID), claim, None)
    assert videos.claimed("ada", claim, NOW) == first.video_id
    with pytest.raises(IdempotencyKeyReused):
        videos.claimed("ada", Claim("key", b"another request"), NOW)
    tomorrow = NOW + timedelta(hours=25)
    assert videos.claimed("ada", claim, tomorrow) is None
    assert videos.create(a_video(video_id=ANOTHER_ID, created_at=tomorrow), claim, None)


def test_a_request_without_an_answer_ends_before_the_function_is_stopped(
    videos: VideoRepository,
) -> None:
    config: Any = VideoRecord._get_connection().connection.client.meta.config
    attempts = config.retries["total_max_attempts"]
    pauses = sum(2**retry for retry in range(attempts - 1))

    longest = attempts * (config.connect_timeout + config.read_timeout) + pauses

    functions = json.loads((ROOT / ".chalice" / "config.json").read_text())["lambda_functions"]
    assert longest < functions["api_handler"]["lambda_timeout"] - 5


def test_an_unreachable_table_answers_503(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VideoRecord.Meta, "host", "http://127.0.0.1:9")  # nothing listens there
    monkeypatch.setattr(VideoRecord, "_connection", None)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    answer = world.api.as_user().call("GET", f"/videos/{a_video().video_id}")

    assert (answer.status, answer.json["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
