"""The moves of a video that its routes and the worker's messages cause."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.integration.api.world import Api, World


def announced(api: Api) -> str:
    return str(api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"])


def queued(world: World, api: Api) -> str:
    video_id = announced(api)
    world.put_source(api.user_id, video_id, b"film")
    return video_id


def expired(world: World, api: Api) -> str:
    video_id = announced(api)
    world.pass_time(hours=25)
    world.sweep()
    return video_id


def deliver(world: World, api: Api, video_id: str, kind: str, **fields: Any) -> None:
    about = {"user_id": api.user_id, "video_id": video_id, "extraction": 1}
    at = fields.pop("at", world.now.isoformat())
    world.deliver("on_results", {"type": kind, "at": at, **about, **fields})


def shown(api: Api, video_id: str) -> dict[str, Any]:
    video: dict[str, Any] = api.call("GET", f"/videos/{video_id}").json
    return video


def started_at(api: Api, video_id: str) -> datetime:
    return datetime.fromisoformat(shown(api, video_id)["started_at"])


@pytest.mark.parametrize("route", [("POST", "/cancel"), ("DELETE", "/upload")])
def test_an_expired_video_can_be_canceled(world: World, route: tuple[str, str]) -> None:
    api = world.api.as_user()
    video_id = expired(world, api)
    method, path = route

    answer = api.call(method, f"/videos/{video_id}{path}")

    assert answer.status in (200, 204)
    assert shown(api, video_id)["status"] == "canceled"
    world.put_source(api.user_id, video_id, b"late")
    assert shown(api, video_id)["status"] == "canceled"


def test_a_canceled_video_can_be_canceled_again(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    answers = [api.call("POST", f"/videos/{video_id}/cancel") for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert [answer.json["status"] for answer in answers] == ["canceled", "canceled"]


def test_an_extraction_started_when_the_worker_says(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    at = world.now + timedelta(seconds=10)
    world.pass_time(minutes=5)  # the message waited in the queue

    deliver(world, api, video_id, "work.started", at=at.isoformat())

    assert started_at(api, video_id) == at


def test_an_extraction_never_started_before_it_was_queued(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    deliver(world, api, video_id, "work.started", at="2020-01-01T00:00:00Z")

    video = shown(api, video_id)
    assert video["started_at"] == video["queued_at"]


def test_an_extraction_never_started_in_the_future(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    deliver(world, api, video_id, "work.started", at=(world.now + timedelta(days=1)).isoformat())

    assert started_at(api, video_id) == world.now


def test_of_two_starts_the_later_one_counts_in_whatever_order_they_come(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    first, second = (world.now + timedelta(seconds=seconds) for seconds in (1, 60))
    world.pass_time(minutes=2)

    for at in (second, first):
        deliver(world, api, video_id, "work.started", at=at.isoformat())

    assert started_at(api, video_id) == second


FINISHED: dict[str, tuple[str, dict[str, Any]]] = {
    "completed": ("work.succeeded", {"images": 3, "archive_size": 900}),
    "failed": ("work.failed", {"code": "not_a_video", "reason": "No."}),
}


@pytest.mark.parametrize(
    ("status", "route", "detail"),
    [
        ("queued", "POST /retry", "the latest one is waiting to be processed."),
        ("completed", "POST /retry", "the latest one is complete."),
        ("queued", "POST /extractions", "The latest extraction is waiting to be processed."),
        ("awaiting", "POST /extractions", "The latest extraction is waiting for the upload."),
        ("queued", "GET /upload", "The upload is over: the latest extraction is waiting to be pr"),
        ("completed", "DELETE /upload", "The upload is over: the latest extraction is complete."),
        ("completed", "POST /cancel", "nothing to cancel: the latest extraction is complete."),
        ("failed", "POST /cancel", "nothing to cancel: the latest extraction failed."),
        ("awaiting", "GET /images", "Extraction 1 of this video is waiting for the upload."),
        ("failed", "GET /images", "Extraction 1 of this video failed."),
        ("expired", "GET /archive", "Extraction 1 of this video expired because nothing was upl"),
    ],
)
def test_a_conflict_is_explained_in_a_sentence_without_a_code(
    world: World, status: str, route: str, detail: str
) -> None:
    api = world.api.as_user()
    made = {"awaiting": announced, "expired": lambda api: expired(world, api)}
    video_id = made.get(status, lambda api: queued(world, api))(api)
    if status in FINISHED:
        kind, fields = FINISHED[status]
        deliver(world, api, video_id, kind, **fields)
    method, path = route.split()

    answer = api.call(method, f"/videos/{video_id}{path}", {} if method == "POST" else None)

    assert answer.status == 409
    assert detail in answer.json["detail"]
    assert "_" not in answer.json["detail"]
    assert answer.json["detail"].endswith(".")
