"""The sweep finishes what did not happen by itself."""

import pytest

from tests.integration.api.world import Api, World


def announced(api: Api) -> str:
    return str(api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"])


def queued(world: World, api: Api) -> str:
    video_id = announced(api)
    world.put_source(api.user_id, video_id, b"film")
    world.published()
    return video_id


def shown(api: Api, video_id: str) -> dict[str, object]:
    video: dict[str, object] = api.call("GET", f"/videos/{video_id}").json
    return video


def test_nothing_is_done_before_it_is_due(world: World) -> None:
    api = world.api.as_user()
    waiting, running = announced(api), queued(world, api)

    world.pass_time(minutes=4)
    world.sweep()

    assert shown(api, waiting)["status"] == "awaiting_upload"
    assert shown(api, running)["status"] == "queued"
    assert world.published() == []


def test_an_expired_upload_loses_its_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.limits.SINGLE_UPLOAD_MAX", 1)
    api = world.api.as_user()
    video_id = announced(api)
    assert len(world.s3.list_multipart_uploads(Bucket="videos")["Uploads"]) == 1

    world.pass_time(hours=25)
    world.sweep()

    assert shown(api, video_id)["status"] == "expired"
    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="videos")


def test_each_wait_for_a_worker_is_twice_as_long(world: World) -> None:
    api = world.api.as_user()
    queued(world, api)
    published = []

    for _ in range(8):
        world.pass_time(minutes=6)
        world.sweep()
        published.append(len(world.published()))

    assert published == [1, 0, 1, 0, 0, 0, 1, 0]
