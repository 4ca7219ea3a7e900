"""Items fit into the table, lists end, and what expired is said to be."""

import pytest

from tests.integration.api.steps import announced, completed, queued
from tests.integration.api.world import World

MANY_TIMES = [round(n * 7.123, 3) for n in range(10_000)]


def test_options_that_are_too_long_are_refused(world: World) -> None:
    options = {"timestamps": [n + 0.1234567890123 for n in range(10_000)]}

    answer = world.api.as_user().call(
        "POST", "/videos", {"filename": "a.mp4", "size": 4, "options": options}
    )

    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "options")


def test_a_video_can_be_extracted_again_and_again_with_long_options(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api, options={"timestamps": MANY_TIMES})
    path = f"/videos/{job['video_id']}"
    for _ in range(6):
        completed(world, job)
        world.published()
        again = api.call("POST", f"{path}/extractions", {"options": {"timestamps": MANY_TIMES}})
        assert again.status == 202
        [job] = world.published()

    numbers = []
    cursor = ""
    while cursor is not None:
        page = api.call("GET", f"{path}/extractions?limit=3{cursor}").json
        numbers += [each["number"] for each in page["extractions"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert numbers == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_list_by_status_has_each_video_once(world: World, limit: int) -> None:
    api = world.api.as_user()
    waiting = [announced(api) for _ in range(3)]
    job = queued(world, api)

    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = api.call("GET", f"/videos?status=awaiting_upload&limit={limit}{cursor}").json
        found += [video["id"] for video in page["videos"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert found == waiting[::-1]
    [queued_one] = api.call("GET", "/videos?status=queued").json["videos"]
    assert queued_one["id"] == job["video_id"]


def test_expired_images_are_gone_and_not_an_error_of_ours(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)
    for key in [each["Key"] for each in world.s3.list_objects_v2(Bucket="images")["Contents"]]:
        world.s3.delete_object(Bucket="images", Key=key)  # as the lifecycle rule does

    for path in ("images", "images/0", "extras", "archive"):
        answer = api.call("GET", f"/videos/{job['video_id']}/{path}")
        assert (answer.status, answer.json["code"]) == (410, "images_expired")
        assert f"POST /videos/{job['video_id']}/extractions" in answer.json["detail"]


def test_images_of_a_video_that_expired_too_need_another_upload(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)
    for bucket in ("images", "videos"):
        for key in [each["Key"] for each in world.s3.list_objects_v2(Bucket=bucket)["Contents"]]:
            world.s3.delete_object(Bucket=bucket, Key=key)

    answer = api.call("GET", f"/videos/{job['video_id']}/archive")

    assert answer.status == 410
    assert "upload it again" in answer.json["detail"]


def test_a_client_sees_beforehand_when_images_and_video_expire(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)

    video = api.call("GET", f"/videos/{job['video_id']}").json

    assert video["archive"]["expires_at"] > video["finished_at"]
    assert video["source_expires_at"] > video["created_at"]


def test_an_extraction_that_does_not_exist_is_not_found(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)

    answer = api.call("GET", f"/videos/{job['video_id']}/images?extraction=7")

    assert (answer.status, answer.json["code"]) == (404, "extraction_not_found")
    assert answer.json["detail"] == "This video has no extraction 7."
