"""Messages from the queues: a failure is logged, and only its message is delivered again."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.videos import lifecycle
from tests.integration.api.world import Api, World
from tests.metrics import written


def queued(world: World, api: Api) -> str:
    video_id = str(api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"])
    world.put_source(api.user_id, video_id, b"film")
    world.published()
    return video_id


def message(kind: str, api: Api, video_id: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "user_id": api.user_id,
        "video_id": video_id,
        "extraction": 1,
        "at": "2026-11-24T00:00:00Z",
        **fields,
    }


def explode(*_: Any, **__: Any) -> None:
    raise RuntimeError("the table is on fire")


def errors(world: World) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in world.log.getvalue().splitlines()]
    return [line for line in lines if line["level"] == "ERROR"]


def test_a_result_that_fails_is_logged_with_its_ids_and_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    failed = message("work.failed", api, video_id, code="not_a_video", reason="No.")
    monkeypatch.setattr(lifecycle, "fail", explode)

    answer = world.deliver("on_results", failed)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    [line] = errors(world)
    assert "the table is on fire" in line["exception"]
    assert (line["video_id"], line["extraction"], line["code"]) == (video_id, 1, "not_a_video")
    assert line["message_id"] == "0"
    assert line["request_id"] == "1f0e6b6c-8b0f-4b7e-9d59-2a6c1d9c2f10"


def test_a_message_that_cannot_be_read_is_logged_without_the_ids_of_another(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    world.deliver("on_results", message("work.started", api, video_id), "garbage")

    [line] = errors(world)
    assert line["message_id"] == "1"
    assert "video_id" not in line


@pytest.mark.parametrize("function", ["on_dead_jobs", "on_dead_results"])
@pytest.mark.parametrize("garbage", ["garbage", "{}", "[]", {"type": "surprise"}])
def test_garbage_in_a_dead_letter_queue_is_logged_with_the_reason_and_acknowledged(
    world: World, function: str, garbage: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = world.deliver(function, garbage)

    assert answer == {"batchItemFailures": []}
    [line] = errors(world)
    assert line["message_id"] == "0"
    assert line["reason"]
    assert written(capsys.readouterr().out) == [("stills-test", "api", "HandledErrors", 1)]


def test_a_dead_job_is_acknowledged_only_after_its_extraction_has_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    job = message("extraction.requested", api, video_id, source_key="u/v/source", options={})
    with monkeypatch.context() as patched:
        patched.setattr(lifecycle, "fail", explode)
        assert world.deliver("on_dead_jobs", job)["batchItemFailures"]

    assert world.deliver("on_dead_jobs", job) == {"batchItemFailures": []}
    assert api.call("GET", f"/videos/{video_id}").json["error"]["code"] == "worker_failed"


@pytest.mark.parametrize(("lost", "code"), [(False, None), (True, "result_lost")])
def test_a_dead_result_is_tried_once_more_and_then_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, lost: bool, code: str | None
) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    if lost:
        monkeypatch.setattr(lifecycle, "complete", explode)

    answer = world.deliver(
        "on_dead_results",
        message("work.succeeded", api, video_id, images=3, archive_size=900),
    )

    assert answer == {"batchItemFailures": []}
    error = api.call("GET", f"/videos/{video_id}").json["error"]
    assert (error and error["code"]) == code
    assert {line["video_id"] for line in errors(world)} == {video_id}


def test_a_dead_job_of_an_earlier_extraction_changes_nothing(world: World) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    job = message("extraction.requested", api, video_id, source_key="u/v/source", options={})

    world.deliver("on_dead_jobs", {**job, "extraction": 2})

    assert api.call("GET", f"/videos/{video_id}").json["status"] == "queued"


def test_only_a_failed_message_is_counted(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)

    world.deliver("on_results", message("work.started", api, video_id), "garbage")

    assert written(capsys.readouterr().out) == [("stills-test", "api", "HandledErrors", 1)]


def test_the_time_to_the_images_is_counted_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    api = world.api.as_user()
    video_id = queued(world, api)
    world.pass_time(seconds=90)
    done = message("work.succeeded", api, video_id, images=3, archive_size=900)

    world.deliver("on_results", done, done)

    assert written(capsys.readouterr().out) == [
        ("stills-test", "api", "UploadToArchive", 90),
        ("stills-test", "api", "TurnToArchive", 90),
    ]


def test_the_wait_for_ones_own_extractions_is_no_slowness_of_the_service(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = replace(world.services.settings, user_concurrency=1)
    monkeypatch.setattr(world.services, "settings", settings)
    api = world.api.as_user()
    first, second = queued(world, api), queued(world, api)
    world.pass_time(seconds=3600)
    done = {"images": 3, "archive_size": 900}

    world.deliver("on_results", message("work.succeeded", api, first, **done))
    world.pass_time(seconds=30)
    world.deliver("on_results", message("work.succeeded", api, second, **done))

    seconds = {(name, value) for _, _, name, value in written(capsys.readouterr().out)}
    assert seconds == {
        ("UploadToArchive", 3600),
        ("TurnToArchive", 3600),
        ("UploadToArchive", 3630),
        ("TurnToArchive", 30),
    }


def test_a_failed_extraction_is_counted_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    api = world.api.as_user()
    failed = message(
        "work.failed", api, queued(world, api), code="not_a_video", reason="It is not a video."
    )

    world.deliver("on_results", failed, failed)

    assert written(capsys.readouterr().out) == [("stills-test", "api", "FailedExtractions", 1)]
