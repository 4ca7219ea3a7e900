"""Quotas: what is above them is refused in words, and what is below is counted once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.settings import Quotas
from chalicelib.videos import quotas
from tests.integration.api.steps import FILM, announced, shown, stored_in
from tests.integration.api.world import Answer, Api, World

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
UNTIL_MIDNIGHT = 12 * 3600 + 1
VIDEO = {"filename": "a.mp4", "size": len(FILM)}
Set = Callable[..., None]


@pytest.fixture
def limit(world: World, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets quotas of the deployment, at noon."""
    world.now = NOON

    def set_quotas(**changes: int) -> None:
        usual = Quotas(videos_per_day=100, gigabytes_per_day=100, open_uploads=100)
        settings = replace(world.services.settings, quotas=replace(usual, **changes))
        monkeypatch.setattr(world.services, "settings", settings)

    return set_quotas


def registered(api: Api, key: str | None = None, size: int = len(FILM)) -> Answer:
    headers = {"Idempotency_Key": key} if key else {}
    return api.call("POST", "/videos", {**VIDEO, "size": size}, **headers)


def test_a_user_can_add_a_number_of_videos_in_a_day(world: World, limit: Set) -> None:
    limit(videos_per_day=2)
    ada, bob = world.api.as_user(), world.api.as_user()
    assert [registered(ada).status for _ in range(2)] == [201, 201]

    refused = registered(ada)

    assert (refused.status, refused.json["code"]) == (429, "quota_exceeded")
    assert refused.json["detail"] == (
        "At most 2 videos can be added in a day. You can add more after midnight (UTC)."
    )
    assert refused.json["retryable"]
    assert refused.headers["retry-after"] == str(UNTIL_MIDNIGHT)
    assert registered(bob).status == 201
    world.pass_time(seconds=UNTIL_MIDNIGHT)
    assert [registered(ada).status for _ in range(3)] == [201, 201, 429]


def test_a_user_can_add_a_number_of_bytes_in_a_day(world: World, limit: Set) -> None:
    limit(gigabytes_per_day=11)
    api = world.api.as_user()
    assert registered(api, size=10 * 10**9).status == 201

    refused = registered(api, size=10**9 + 1)

    assert (refused.status, refused.json["code"]) == (429, "quota_exceeded")
    assert "11 GB" in refused.json["detail"]
    assert registered(api, size=10**9).status == 201


def test_a_number_of_uploads_can_be_open(world: World, limit: Set) -> None:
    limit(open_uploads=2)
    api = world.api.as_user()
    first, second = announced(api), announced(api)

    refused = registered(api)

    assert (refused.status, refused.headers["retry-after"]) == (429, "60")
    assert "2 uploads" in refused.json["detail"]
    api.call("DELETE", f"/videos/{first}/upload")
    assert registered(api).status == 201
    assert registered(api).status == 429
    world.put_source(api.user_id, second, FILM)
    assert registered(api).status == 201


def test_a_repeated_request_is_counted_once(world: World, limit: Set) -> None:
    limit(videos_per_day=2, open_uploads=2)
    api = world.api.as_user()

    answers = [registered(api, key="k") for _ in range(3)]
    answers += [registered(api), registered(api, key="k")]

    assert [answer.status for answer in answers] == [201] * 5
    assert len({answer.json["id"] for answer in answers}) == 2
    assert registered(api, key="another").status == 429


def test_a_refused_request_leaves_its_key_unused(world: World, limit: Set) -> None:
    limit(videos_per_day=0)
    api = world.api.as_user()
    assert registered(api, key="k").status == 429

    limit(videos_per_day=1)

    assert registered(api, key="k").status == 201


@pytest.mark.parametrize("quota", ["videos_per_day", "open_uploads"])
def test_of_two_at_once_only_one_gets_the_last_place(
    world: World, limit: Set, monkeypatch: pytest.MonkeyPatch, quota: str
) -> None:
    limit(**{quota: 1})
    api, others = world.api.as_user(), []
    check = quotas.check_open_uploads

    def another_comes_first(services: object, user_id: str) -> None:
        check(services, user_id)  # type: ignore[arg-type]
        monkeypatch.setattr(quotas, "check_open_uploads", check)
        others.append(registered(api).status)

    monkeypatch.setattr(quotas, "check_open_uploads", another_comes_first)

    assert registered(api).status == 429

    assert others == [201]
    assert len(api.call("GET", "/videos").json["videos"]) == 1


def test_an_inbox_object_above_the_quota_is_a_failed_video(world: World, limit: Set) -> None:
    limit(videos_per_day=0)
    api = world.registered()
    key = f"{api.user_id}/inbox/film.mp4"
    etag = world.s3.put_object(Bucket="videos", Key=key, Body=FILM)["ETag"].strip('"')

    for _ in range(2):
        world.object_created(key, len(FILM), etag=etag)

    [video] = api.call("GET", "/videos").json["videos"]
    assert (video["filename"], video["status"]) == ("film.mp4", "failed")
    assert video["error"]["code"] == "quota_exceeded"
    assert video["error"]["reason"].startswith("At most 0 videos can be added in a day.")
    [event] = world.published()
    assert (event["type"], event["code"]) == ("extraction.failed", "quota_exceeded")
    assert stored_in(world, "videos") == []


def test_an_inbox_object_counts(world: World, limit: Set) -> None:
    limit(videos_per_day=1)
    api = world.registered()
    key = f"{api.user_id}/inbox/film.mp4"
    etag = world.s3.put_object(Bucket="videos", Key=key, Body=FILM)["ETag"].strip('"')
    world.object_created(key, len(FILM), etag=etag)

    assert registered(api).status == 429
    [video] = api.call("GET", "/videos").json["videos"]
    assert shown(api, video["id"])["status"] == "awaiting_upload"
