"""What was deleted or signed out changes nothing, and does not come back."""

import pytest

from chalicelib.errors import AccountDeleted
from chalicelib.videos import registration
from chalicelib.videos.registration import NewVideo
from contracts import keys
from tests.integration.api.steps import (
    FILM,
    announced,
    completed,
    let_pass,
    queued,
    shown,
    store,
    stored_in,
)
from tests.integration.api.world import Api, World


def table(world: World) -> list[str]:
    import boto3

    items = boto3.resource("dynamodb").Table("videos").scan()["Items"]
    return [str(item["user_id"]) for item in items]


def logged_in(world: World, api: Api) -> Api:
    """The user with a token of a log-in at the present time."""
    assert api.user
    return Api(api.app, {**api.user, "auth_time": str(int(world.now.timestamp()))})


def test_a_creation_that_races_the_deletion_of_the_account_leaves_nothing(world: World) -> None:
    api = world.registered()
    world.services.account_states.delete(api.user_id, api.user_id, world.now)

    with pytest.raises(AccountDeleted):  # the request was authorized before
        registration.create(world.services, api.user_id, NewVideo(filename="a", size=4), "key")

    assert table(world) == [f"accounts#{api.user_id}"]


def test_an_object_in_the_inbox_of_a_deleted_account_is_deleted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.registered()
    world.services.account_states.delete(api.user_id, api.user_id, world.now)
    key = f"{api.user_id}/inbox/a.mp4"
    tag = world.s3.put_object(Bucket="videos", Key=key, Body=FILM)["ETag"].strip('"')

    world.object_created(key, len(FILM), etag=tag)

    assert stored_in(world, "videos") == []


def test_the_deletion_of_an_account_is_finished_by_the_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.registered()
    job = queued(world, api)
    completed(world, job)
    world.published()
    monkeypatch.setattr(world.services.accounts, "delete", lambda username: 1 / 0)
    assert api.call("DELETE", "/accounts/me").status == 500  # the function dies
    monkeypatch.undo()

    let_pass(world, 70)

    assert stored_in(world, "videos") == stored_in(world, "images") == []
    assert table(world) == [f"accounts#{api.user_id}"]
    session = {"email": "ada@example.com", "password": "Correct-Horse-9"}
    assert world.api.call("POST", "/sessions", session).status == 401
    assert world.published() == []


def test_a_token_from_before_a_sign_out_changes_nothing(world: World) -> None:
    api = logged_in(world, world.registered())
    world.pass_time(seconds=10)
    assert api.call("DELETE", "/sessions").status == 204

    answer = api.call("POST", "/videos", {"filename": "a.mp4", "size": 4})

    assert (answer.status, answer.json["code"]) == (401, "session_expired")
    world.pass_time(seconds=2)
    assert logged_in(world, api).call("GET", "/videos").status == 200


def test_a_late_upload_for_a_deleted_video_is_deleted_within_the_hour(world: World) -> None:
    api = world.api.as_user()
    video_id = announced(api)
    api.call("DELETE", f"/videos/{video_id}")
    world.s3.put_object(Bucket="videos", Key=keys.source(api.user_id, video_id), Body=FILM)
    upload = world.s3.create_multipart_upload(
        Bucket="videos", Key=keys.source(api.user_id, video_id)
    )
    assert upload["UploadId"]

    let_pass(world, 21)

    assert stored_in(world, "videos") == []
    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="videos")


def test_nothing_remains_of_a_deleted_video(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)
    api.call("POST", f"/videos/{job['video_id']}/extractions", {})
    api.call("DELETE", f"/videos/{job['video_id']}")
    store(world, {**job, "extraction": 2})  # by a worker that dies

    let_pass(world, 70)

    assert stored_in(world, "videos") == stored_in(world, "images") == []
    about_the_user = [f"running#{api.user_id}", f"usage#{api.user_id}"]
    assert table(world) == about_the_user


def test_an_upload_whose_event_follows_its_deletion_does_not_come_back(world: World) -> None:
    api = world.api.as_user()
    video_id = announced(api)
    api.call("DELETE", f"/videos/{video_id}")

    world.put_source(api.user_id, video_id, FILM)

    assert stored_in(world, "videos") == []
    assert api.call("GET", "/videos").json["videos"] == []


def test_a_key_whose_video_was_deleted_does_not_revive_it(world: World) -> None:
    api = world.api.as_user()
    request = {"filename": "a.mp4", "size": 4}
    video_id = api.call("POST", "/videos", request, Idempotency_Key="k").json["id"]
    api.call("DELETE", f"/videos/{video_id}")

    answer = api.call("POST", "/videos", request, Idempotency_Key="k")

    assert (answer.status, answer.json["code"]) == (404, "video_not_found")
    assert api.call("GET", "/videos").json["videos"] == []


def test_a_key_of_a_refused_extraction_stands_for_nothing(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    path = f"/videos/{job['video_id']}/extractions"
    every_second, every_third = ({"options": {"interval": n}} for n in (2, 3))
    assert api.call("POST", path, every_second, Idempotency_Key="1").status == 409
    completed(world, job)
    world.published()

    assert api.call("POST", path, every_third, Idempotency_Key="2").status == 202
    again = api.call("POST", path, every_second, Idempotency_Key="1")

    assert (again.status, again.json["code"]) == (409, "wrong_status")
    [job] = world.published()
    assert job["options"]["interval"] == 3
    assert shown(api, job["video_id"])["extraction"] == 2


def test_a_repeated_request_answers_with_the_extraction_that_it_made(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    path = f"/videos/{job['video_id']}/extractions"
    completed(world, job)
    world.published()
    second = {"options": {"interval": 2}}
    assert api.call("POST", path, second, Idempotency_Key="k").json["extraction"] == 2
    [job] = world.published()
    completed(world, job)
    assert api.call("POST", path, {"options": {"interval": 3}}).json["extraction"] == 3

    again = api.call("POST", path, second, Idempotency_Key="k")

    assert again.status == 202
    assert (again.json["extraction"], again.json["status"]) == (2, "completed")
    assert again.json["options"]["interval"] == 2
    assert again.json["progress"] == {"fraction": 1.0, "images": 1}


def test_two_creations_with_one_key_leave_one_upload(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.limits.SINGLE_UPLOAD_MAX", 1)
    api = world.api.as_user()

    answers = [
        api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}, Idempotency_Key="k").json
        for _ in range(2)
    ]

    assert answers[0]["id"] == answers[1]["id"]
    assert len(world.s3.list_multipart_uploads(Bucket="videos")["Uploads"]) == 1
