"""Deleting an account, also while a worker is busy with one of its videos."""

from contracts import keys
from tests.integration.api.world import Api, World


def queued(world: World, api: Api) -> str:
    video_id = str(api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"])
    world.put_source(api.user_id, video_id, b"film")
    return video_id


def images(world: World) -> list[str]:
    found = world.s3.list_objects_v2(Bucket="images").get("Contents", [])
    return [item["Key"] for item in found]


def test_the_marker_that_stops_a_running_extraction_stays(world: World) -> None:
    api = world.registered()
    video_id = queued(world, api)
    where = (api.user_id, video_id, 1, 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=b"zip")

    assert api.call("DELETE", "/accounts/me").status == 204

    assert images(world) == [keys.canceled(*where)]
    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0


def test_what_a_stopped_extraction_still_stores_is_deleted(world: World) -> None:
    api = world.registered()
    video_id = queued(world, api)
    api.call("DELETE", "/accounts/me")
    where = (api.user_id, video_id, 1, 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=b"zip")

    world.deliver(
        "on_results",
        {
            "type": "work.succeeded",
            "user_id": api.user_id,
            "video_id": video_id,
            "extraction": 1,
            "at": world.now.isoformat(),
            "images": 1,
            "archive_size": 3,
        },
    )

    assert images(world) == [keys.canceled(*where)]


def test_an_object_in_the_inbox_is_deleted_whatever_its_name(world: World) -> None:
    api = world.registered()
    world.s3.put_object(Bucket="videos", Key=f"{api.user_id}/inbox/1/canceled", Body=b"b")

    api.call("DELETE", "/accounts/me")

    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0
