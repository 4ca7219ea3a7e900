"""Events get lost and workers die: what was promised happens nevertheless, and in time."""

import pytest

from contracts import keys
from tests.integration.api.steps import (
    FILM,
    announced,
    completed,
    let_pass,
    queued,
    report,
    shown,
    store,
    stored_in,
)
from tests.integration.api.world import World


def test_a_lost_event_of_an_upload_is_noticed_within_15_minutes(world: World) -> None:
    api = world.api.as_user()
    video_id = announced(api)
    world.s3.put_object(Bucket="videos", Key=keys.source(api.user_id, video_id), Body=FILM)

    let_pass(world, 15)

    assert shown(api, video_id)["status"] == "queued"


def test_the_job_of_a_silent_worker_is_handed_on_within_3_minutes(world: World) -> None:
    api = world.api.as_user()
    first = queued(world, api)
    report(world, first, "work.started")

    let_pass(world, 3)

    [second] = world.published()
    assert (second["extraction"], second["attempt"]) == (1, 2)
    assert stored_in(world, "images") == [keys.canceled(api.user_id, first["video_id"], 1, 1)]
    completed(world, second)
    assert shown(api, first["video_id"])["status"] == "completed"


def test_what_a_dead_worker_stored_does_not_stay_beside_the_images(world: World) -> None:
    api = world.api.as_user()
    first = queued(world, api)
    report(world, first, "work.started")
    where = (api.user_id, first["video_id"], 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where, 1), Body=b"PK")

    let_pass(world, 3)
    [second] = world.published()
    completed(world, second)

    assert keys.archive(*where, 1) not in stored_in(world, "images")
    assert keys.archive(*where, 2) in stored_in(world, "images")


def test_a_worker_that_reports_keeps_its_job(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    report(world, job, "work.started")

    for _ in range(5):
        let_pass(world, 1)
        report(world, job, "work.progressed", fraction=0.5, images=2)

    assert world.published() == []
    assert shown(api, job["video_id"])["progress"] == {"fraction": 0.5, "images": 2}


def test_what_a_worker_reports_after_its_job_was_handed_on_changes_nothing(world: World) -> None:
    api = world.api.as_user()
    first = queued(world, api)
    report(world, first, "work.started")
    let_pass(world, 3)
    [second] = world.published()
    report(world, second, "work.started")

    completed(world, first)
    report(world, first, "work.failed", code="not_a_video", reason="No.")

    assert shown(api, first["video_id"])["status"] == "processing"
    where = (api.user_id, first["video_id"], 1)
    assert stored_in(world, "images") == [keys.canceled(*where, 1)]
    completed(world, second)
    assert keys.archive(*where, 2) in stored_in(world, "images")
    assert api.call("GET", f"/videos/{first['video_id']}/images").json["total"] == 1


def test_a_result_whose_event_was_lost_is_found_in_the_bucket(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    report(world, job, "work.started")
    store(world, job)

    let_pass(world, 3)

    video = shown(api, job["video_id"])
    assert (video["status"], video["archive"]["size"]) == ("completed", 3)
    assert [event["type"] for event in world.published()] == ["extraction.completed"]


def test_an_extraction_whose_workers_all_fall_silent_fails(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    published = [job]
    while published and published[-1]["type"] == "extraction.requested":
        report(world, published[-1], "work.started")
        let_pass(world, 3)
        published = world.published()

    [event] = published
    assert (event["type"], event["code"]) == ("extraction.failed", "worker_failed")
    assert shown(api, job["video_id"])["status"] == "failed"


def test_a_long_queue_fails_no_video(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    world.sqs.send_message(QueueUrl=world.services.settings.jobs_queue_url, MessageBody="waits")

    for _ in range(20):
        world.pass_time(hours=3)
        world.sweep()

    assert shown(api, job["video_id"])["status"] == "queued"
    assert world.published() == []
    world.sqs.purge_queue(QueueUrl=world.services.settings.jobs_queue_url)


def test_an_owner_is_notified_of_an_ending_before_the_next_extraction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    publish = world.services.events.publish
    monkeypatch.setattr(world.services.events, "publish", lambda event: 1 / 0)
    report_failure = {"code": "not_a_video", "reason": "No."}
    with pytest.raises(AssertionError):  # the function dies before it publishes
        report(world, job, "work.failed", **report_failure)
    monkeypatch.setattr(world.services.events, "publish", publish)

    assert api.call("POST", f"/videos/{job['video_id']}/retry").status == 202

    kinds = [(event["type"], event["extraction"]) for event in world.published()]
    assert kinds == [("extraction.failed", 1), ("extraction.requested", 2)]


def test_a_worker_that_died_after_a_cancellation_leaves_no_images(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    report(world, job, "work.started")
    api.call("POST", f"/videos/{job['video_id']}/cancel")
    store(world, job)  # and dies

    world.pass_time(minutes=21)
    world.sweep()

    assert stored_in(world, "images") == [keys.canceled(api.user_id, job["video_id"], 1, 1)]
    assert world.published() == []
