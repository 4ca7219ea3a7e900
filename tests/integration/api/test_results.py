"""The worker's messages, early, late and unwanted."""

from typing import Any

from contracts import keys
from tests.integration.api.world import Api, World


def queued(world: World, api: Api) -> str:
    video_id = str(api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"])
    world.put_source(api.user_id, video_id, b"film")
    world.published()
    return video_id


def deliver(
    world: World, api: Api, video_id: str, kind: str, extraction: int = 1, **fields: Any
) -> None:
    about = {"user_id": api.user_id, "video_id": video_id, "extraction": extraction}
    answer = world.deliver(
        "on_results", {"type": kind, "at": world.now.isoformat(), **about, **fields}
    )
    assert answer == {"batchItemFailures": []}


def succeeded(world: World, api: Api, video_id: str, extraction: int = 1) -> None:
    where = (api.user_id, video_id, extraction, 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=b"zip")
    deliver(world, api, video_id, "work.succeeded", extraction, images=1, archive_size=3)


def images(world: World) -> list[str]:
    found = world.s3.list_objects_v2(Bucket="images").get("Contents", [])
    return [item["Key"] for item in found]


def test_the_images_of_a_deleted_video_are_deleted(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    api.call("DELETE", f"/videos/{video_id}")

    succeeded(world, api, video_id)

    assert images(world) == [keys.canceled(api.user_id, video_id, 1, 1)]


def test_the_images_of_a_canceled_earlier_extraction_are_deleted(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    api.call("POST", f"/videos/{video_id}/cancel")
    api.call("POST", f"/videos/{video_id}/extractions", {})

    succeeded(world, api, video_id)

    assert images(world) == [keys.canceled(api.user_id, video_id, 1, 1)]
    assert api.call("GET", f"/videos/{video_id}").json["status"] == "queued"


def test_a_failure_has_the_workers_code_and_sentence(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    deliver(world, api, video_id, "work.failed", code="too_long", reason="It is too long.")

    error = api.call("GET", f"/videos/{video_id}").json["error"]
    assert (error["code"], error["reason"]) == ("too_long", "It is too long.")
    assert error["advice"].startswith("Cut the video into shorter videos")


def test_warnings_are_shown(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    lost = {"code": "frames_lost", "reason": "2 frames are lost.", "values": {"frames": 2.0}}
    unknown = {"code": "invented_yesterday", "reason": "It is new.", "values": {}}
    warnings = [lost, unknown]

    deliver(world, api, video_id, "work.succeeded", images=1, archive_size=3, warnings=warnings)

    assert api.call("GET", f"/videos/{video_id}").json["warnings"] == warnings


def test_damage_and_images_that_were_left_out_are_shown(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    found: dict[str, Any] = {"dropped": {"black": 2}, "decoded_until": 41.25}

    deliver(world, api, video_id, "work.succeeded", images=1, archive_size=3, **found)

    video = api.call("GET", f"/videos/{video_id}").json
    extraction = api.call("GET", f"/videos/{video_id}/extractions/1").json
    for shown in (video, extraction):
        assert {name: shown[name] for name in found} == found


def test_a_new_extraction_forgets_the_damage_of_the_one_before(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    found: dict[str, Any] = {"dropped": {"black": 2}, "decoded_until": 41.25}
    deliver(world, api, video_id, "work.succeeded", images=1, archive_size=3, **found)

    again = api.call("POST", f"/videos/{video_id}/extractions", {}).json

    assert (again["dropped"], again["decoded_until"]) == ({}, None)
    before = api.call("GET", f"/videos/{video_id}/extractions/1").json
    assert (before["dropped"], before["decoded_until"]) == ({"black": 2}, 41.25)


def test_the_result_of_an_older_worker_tells_of_no_damage(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    deliver(world, api, video_id, "work.succeeded", images=1, archive_size=3)

    video = api.call("GET", f"/videos/{video_id}").json
    assert (video["status"], video["dropped"], video["decoded_until"]) == ("completed", {}, None)
