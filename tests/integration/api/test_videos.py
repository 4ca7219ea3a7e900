"""A video's life through the API, with the events of S3 and of the worker."""

from typing import Any

import pytest

BODY = b"not a video at all, but this is the worker's business"


def announced(api: Any, **fields: Any) -> dict[str, Any]:
    answer = api.call("POST", "/videos", {"filename": "a.mp4", "size": len(BODY), **fields})
    assert answer.status == 201, answer.content
    video: dict[str, Any] = answer.json
    return video


def event(kind: str, api: Any, video_id: str, extraction: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "version": 1,
        "user_id": api.user_id,
        "video_id": video_id,
        "extraction": extraction,
        "at": "2026-11-24T00:00:00Z",
        **fields,
    }


def succeeded(api: Any, video_id: str, extraction: int = 1) -> dict[str, Any]:
    return event("work.succeeded", api, video_id, extraction, images=3, archive_size=900)


def failed(api: Any, video_id: str, extraction: int = 1) -> dict[str, Any]:
    return event(
        "work.failed", api, video_id, extraction, code="not_a_video", reason="It is no video."
    )


def queued(world: Any, api: Any) -> str:
    video_id = announced(api)["id"]
    world.put_source(api.user_id, video_id, BODY)
    return str(video_id)


def shown(api: Any, video_id: str) -> dict[str, Any]:
    answer = api.call("GET", f"/videos/{video_id}")
    assert answer.status == 200
    video: dict[str, Any] = answer.json
    return video


def test_a_small_video_is_announced_with_a_post_that_takes_exactly_its_size(world):
    video = announced(world.api.as_user())

    assert video["status"] == "awaiting_upload"
    assert video["upload"]["method"] == "POST"
    assert video["upload"]["fields"]["key"].endswith(f"/{video['id']}/source")


def test_an_upload_publishes_the_job_with_its_options(world):
    api = world.api.as_user()
    video = announced(api, options={"interval": 0.5, "quality": 70})

    world.put_source(api.user_id, video["id"], BODY)

    [job] = world.published()
    assert job["type"] == "extraction.requested"
    assert job["options"]["interval"] == 0.5
    assert job["video_name"] == "a.mp4"
    assert shown(api, video["id"])["status"] == "queued"


def test_the_same_upload_event_twice_publishes_one_job(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    world.object_created(f"{api.user_id}/{video_id}/source", len(BODY))

    assert len(world.published()) == 1


def test_an_upload_event_after_completion_changes_nothing(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", succeeded(api, video_id))
    world.published()

    world.object_created(f"{api.user_id}/{video_id}/source", len(BODY))

    assert shown(api, video_id)["status"] == "completed"
    assert world.published() == []


def test_a_file_of_another_size_than_announced_fails_with_a_reason(world):
    api = world.api.as_user()
    video = announced(api, size=7)

    world.put_source(api.user_id, video["id"], BODY)

    assert shown(api, video["id"])["error"]["code"] == "upload_mismatch"
    assert [each["type"] for each in world.published()] == ["extraction.failed"]


def test_progress_is_shown_and_never_goes_back(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    world.deliver(
        "on_results",
        event("work.started", api, video_id),
        event("work.progressed", api, video_id, fraction=0.6, images=6),
        event("work.progressed", api, video_id, fraction=0.3, images=3),
    )

    video = shown(api, video_id)
    assert video["status"] == "processing"
    assert video["progress"] == {"fraction": 0.6, "images": 6}


def test_success_completes_the_video_and_is_announced_once(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.published()

    world.deliver("on_results", event("work.started", api, video_id), succeeded(api, video_id))
    world.deliver("on_results", succeeded(api, video_id))

    video = shown(api, video_id)
    assert video["status"] == "completed"
    assert (video["archive"]["images"], video["archive"]["size"]) == (3, 900)
    assert [each["type"] for each in world.published()] == ["extraction.completed"]


def test_events_out_of_order_end_in_the_same_state(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    world.deliver(
        "on_results",
        succeeded(api, video_id),
        event("work.progressed", api, video_id, fraction=0.5, images=1),
        event("work.started", api, video_id),
    )

    assert shown(api, video_id)["status"] == "completed"
    assert shown(api, video_id)["progress"]["fraction"] == 1


def test_the_sweep_publishes_a_lost_announcement(world, monkeypatch):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.published()
    publish = world.services.events.publish
    monkeypatch.setattr(world.services.events, "publish", lambda event: 1 / 0)
    answer = world.deliver("on_results", succeeded(api, video_id))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    monkeypatch.setattr(world.services.events, "publish", publish)

    world.pass_time(minutes=6)
    world.sweep()

    assert [each["type"] for each in world.published()] == ["extraction.completed"]


def test_retry_runs_a_failed_extraction_as_a_new_number(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", failed(api, video_id))
    world.published()

    answer = api.call("POST", f"/videos/{video_id}/retry")

    assert answer.status == 202
    assert answer.json["extraction"] == 2
    assert answer.json["error"] is None
    latest, first = api.call("GET", f"/videos/{video_id}/extractions").json["extractions"]
    assert (latest["number"], latest["status"]) == (2, "queued")
    assert (first["number"], first["error"]["code"]) == (1, "not_a_video")
    assert [each["extraction"] for each in world.published()] == [2]


@pytest.mark.parametrize("ended", [None, succeeded])
def test_only_a_failed_extraction_can_be_retried(world, ended):
    api = world.api.as_user()
    video_id = queued(world, api)
    if ended:
        world.deliver("on_results", ended(api, video_id))

    answer = api.call("POST", f"/videos/{video_id}/retry")

    assert (answer.status, answer.json["code"]) == (409, "wrong_status")


def test_a_late_event_of_an_earlier_extraction_changes_nothing(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", failed(api, video_id))
    api.call("POST", f"/videos/{video_id}/retry")

    world.deliver("on_results", succeeded(api, video_id, extraction=1))

    assert shown(api, video_id)["status"] == "queued"


def test_another_extraction_needs_no_second_upload(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", succeeded(api, video_id))
    world.published()

    answer = api.call("POST", f"/videos/{video_id}/extractions", {"options": {"interval": 5}})

    assert answer.status == 202
    assert [each["options"]["interval"] for each in world.published()] == [5]


def test_the_same_extraction_under_one_idempotency_key_is_made_once(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", succeeded(api, video_id))
    path, body = f"/videos/{video_id}/extractions", {"options": {"interval": 5}}

    first = api.call("POST", path, body, idempotency_key="k")
    second = api.call("POST", path, body, idempotency_key="k")

    assert (first.json["extraction"], second.json["extraction"]) == (2, 2)
    assert (first.status, second.status) == (202, 202)


def test_the_same_video_under_one_idempotency_key_is_made_once(world):
    api = world.api.as_user()
    body = {"filename": "a.mp4", "size": 5}

    first = api.call("POST", "/videos", body, idempotency_key="k")
    second = api.call("POST", "/videos", body, idempotency_key="k")
    other = api.call("POST", "/videos", {**body, "size": 6}, idempotency_key="k")
    foreign = world.api.as_user().call("POST", "/videos", body, idempotency_key="k")

    assert first.json["id"] == second.json["id"] != foreign.json["id"]
    assert (other.status, other.json["code"]) == (409, "idempotency_key_reused")


def test_cancel_stops_the_worker_with_a_marker_and_deletes_late_images(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    prefix = f"{api.user_id}/{video_id}/1/1/"

    answer = api.call("POST", f"/videos/{video_id}/cancel")
    assert answer.json["status"] == "canceled"
    world.s3.head_object(Bucket="images", Key=prefix + "canceled")
    world.s3.put_object(Bucket="images", Key=prefix + "images.zip", Body=b"late")
    world.deliver("on_results", succeeded(api, video_id))

    assert shown(api, video_id)["status"] == "canceled"
    stored = world.s3.list_objects_v2(Bucket="images", Prefix=prefix)["Contents"]
    assert [each["Key"] for each in stored] == [prefix + "canceled"]


def test_a_finished_extraction_cannot_be_canceled(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", succeeded(api, video_id))

    assert api.call("POST", f"/videos/{video_id}/cancel").status == 409


def test_delete_removes_all_objects_of_the_video(world):
    api = world.api.as_user()
    video_id = queued(world, api)
    world.deliver("on_results", succeeded(api, video_id))
    world.s3.put_object(Bucket="images", Key=f"{api.user_id}/{video_id}/1/images.zip", Body=b"z")

    assert api.call("DELETE", f"/videos/{video_id}").status == 204

    assert api.call("GET", f"/videos/{video_id}").status == 404
    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0
    stored = world.s3.list_objects_v2(Bucket="images")["Contents"]
    assert [each["Key"] for each in stored] == [f"{api.user_id}/{video_id}/1/1/canceled"]


def test_another_users_video_is_not_found_by_any_route(world):
    video_id = queued(world, world.api.as_user())
    foreign = world.api.as_user()

    for method, path in [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/retry"),
        ("POST", "/cancel"),
        ("POST", "/extractions"),
        ("POST", "/plan"),
        ("GET", "/upload"),
        ("DELETE", "/upload"),
        ("POST", "/upload/complete"),
        ("GET", "/images"),
        ("GET", "/images/1"),
        ("GET", "/archive"),
    ]:
        answer = foreign.call(method, f"/videos/{video_id}{path}")
        assert (answer.status, answer.json["code"]) == (404, "video_not_found"), path
    assert foreign.call("GET", "/videos").json["videos"] == []


def test_the_list_is_newest_first_in_pages_and_by_status(world):
    api = world.api.as_user()
    ids = [announced(api)["id"] for _ in range(5)]
    world.put_source(api.user_id, ids[1], BODY)

    first = api.call("GET", "/videos?limit=2").json
    second = api.call("GET", f"/videos?limit=2&cursor={first['next_cursor']}").json
    third = api.call("GET", f"/videos?limit=2&cursor={second['next_cursor']}").json
    found = [video["id"] for page in (first, second, third) for video in page["videos"]]

    assert found == ids[::-1]
    assert third["next_cursor"] is None
    by_status = api.call("GET", "/videos?status=queued").json["videos"]
    assert [video["id"] for video in by_status] == [ids[1]]


def test_a_forged_or_foreign_cursor_is_refused(world):
    api, other = world.api.as_user(), world.api.as_user()
    for _ in range(2):
        announced(api)
    cursor = api.call("GET", "/videos?limit=1").json["next_cursor"]

    for caller, text in [(api, cursor[:-2] + "xx"), (api, "garbage"), (other, cursor)]:
        answer = caller.call("GET", f"/videos?limit=1&cursor={text}")
        assert (answer.status, answer.json["code"]) == (400, "invalid_cursor")


def test_an_unchanged_video_is_not_sent_again(world):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    tag = api.call("GET", f"/videos/{video_id}").headers["etag"]

    same = api.call("GET", f"/videos/{video_id}", if_none_match=f'"other", W/{tag}')
    world.put_source(api.user_id, video_id, BODY)
    changed = api.call("GET", f"/videos/{video_id}", if_none_match=tag)

    assert (same.status, same.content) == (304, b"")
    assert changed.status == 200


def test_a_video_that_is_not_uploaded_expires(world):
    api = world.api.as_user()
    video_id = announced(api)["id"]

    world.pass_time(hours=25)
    world.sweep()

    assert shown(api, video_id)["status"] == "expired"


def test_an_upload_whose_event_was_lost_is_queued_by_the_sweep(world):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    world.s3.put_object(Bucket="videos", Key=f"{api.user_id}/{video_id}/source", Body=BODY)

    world.pass_time(hours=25)
    world.sweep()

    assert shown(api, video_id)["status"] == "queued"
    assert len(world.published()) == 1


def test_a_job_that_stays_queued_is_published_again_and_finally_fails(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    for _ in range(9):
        world.pass_time(hours=24)
        world.sweep()

    kinds = [each["type"] for each in world.published()]
    assert kinds == ["extraction.requested"] * 8 + ["extraction.failed"]
    assert shown(api, video_id)["error"]["code"] == "not_started"


def test_a_dead_job_fails_its_video_and_is_announced(world):
    api = world.api.as_user()
    queued(world, api)
    [job] = world.published()

    answer = world.deliver("on_dead_jobs", job)

    assert answer == {"batchItemFailures": []}
    assert shown(api, job["video_id"])["error"]["code"] == "worker_failed"
    assert [each["type"] for each in world.published()] == ["extraction.failed"]


def test_a_dead_result_is_applied_after_all(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    world.deliver("on_dead_results", succeeded(api, video_id))

    assert shown(api, video_id)["status"] == "completed"


def test_only_the_unreadable_message_stays_in_the_queue(world):
    api = world.api.as_user()
    video_id = queued(world, api)

    answer = world.deliver("on_results", "garbage", succeeded(api, video_id))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert shown(api, video_id)["status"] == "completed"


def test_an_object_in_the_inbox_becomes_a_video_once(world):
    api = world.registered()
    key = f"{api.user_id}/inbox/holiday film.mp4"
    etag = world.s3.put_object(Bucket="videos", Key=key, Body=BODY)["ETag"].strip('"')

    for _ in range(2):  # S3 may say everything twice
        world.object_created(key, len(BODY), etag=etag)
    [video] = api.call("GET", "/videos").json["videos"]
    world.object_created(f"{api.user_id}/{video['id']}/source", len(BODY), sequencer="2")

    assert video["filename"] == "holiday film.mp4"
    assert shown(api, video["id"])["status"] == "queued"
    keys = [each["Key"] for each in world.s3.list_objects_v2(Bucket="videos")["Contents"]]
    assert keys == [f"{api.user_id}/{video['id']}/source"]
