"""Videos that are uploaded without an extraction, so that the first one can be planned."""

from typing import Any

import msgspec
import pytest

from contracts.messages import OPENING
from tests.integration.api.steps import FILM, announced, completed, let_pass, report, shown
from tests.integration.api.world import Api, World
from tests.samples import a_source


def uploaded(world: World, api: Api) -> dict[str, Any]:
    """The job of a video of which no extraction was requested."""
    world.put_source(api.user_id, announced(api, extract=False), FILM)
    [job] = world.published()
    return job


def opened(world: World, job: dict[str, Any]) -> str:
    source = msgspec.to_builtins(a_source())
    report(world, job, "work.opened", source=source, keyframes=4)
    return str(job["video_id"])


def test_the_worker_is_asked_to_open_the_video_only(world: World) -> None:
    job = uploaded(world, world.api.as_user())

    assert (job["type"], job["extraction"]) == ("extraction.requested", OPENING)


def test_an_opened_video_has_no_extraction_and_its_owner_gets_no_mail(world: World) -> None:
    api = world.api.as_user()
    video_id = opened(world, uploaded(world, api))

    video = shown(api, video_id)
    assert (video["status"], video["extraction"], video["archive"]) == ("opened", 0, None)
    assert video["media"]["codec"] == a_source().codec
    assert api.call("GET", f"/videos/{video_id}/extractions").json["extractions"] == []
    assert api.call("GET", f"/videos/{video_id}/images").json["code"] == "images_not_ready"
    assert world.published() == []
    let_pass(world, 10)
    assert world.published() == []


def test_its_first_extraction_is_planned_and_then_requested(world: World) -> None:
    api = world.api.as_user()
    video_id = opened(world, uploaded(world, api))
    path = f"/videos/{video_id}"

    plan = api.call("POST", f"{path}/plan", {"options": {"count": 5}})
    assert (plan.status, plan.json["images"]) == (200, 5)
    again = api.call("POST", f"{path}/extractions", {"options": {"count": 5}})

    assert (again.status, again.json["extraction"]) == (202, 1)
    [job] = world.published()
    assert (job["extraction"], job["options"]["count"]) == (1, 5)
    completed(world, job)
    listed = api.call("GET", f"{path}/extractions").json["extractions"]
    assert [each["number"] for each in listed] == [1]


def test_a_video_that_cannot_be_opened_fails_with_a_mail(world: World) -> None:
    api = world.api.as_user()
    job = uploaded(world, api)

    report(world, job, "work.failed", code="not_a_video", reason="It is no video.")

    assert shown(api, job["video_id"])["status"] == "failed"
    [event] = world.published()
    assert event["type"] == "extraction.failed"


def test_a_failed_opening_is_no_extraction_and_its_retry_opens_the_video_again(
    world: World,
) -> None:
    api = world.api.as_user()
    job = uploaded(world, api)
    path = f"/videos/{job['video_id']}"
    report(world, job, "work.failed", code="not_a_video", reason="It is no video.")
    world.published()

    again = api.call("POST", f"{path}/retry")

    assert (again.status, again.json["status"], again.json["extraction"]) == (202, "queued", 0)
    [second] = world.published()
    assert (second["extraction"], second["attempt"]) == (OPENING, 2)
    report(world, job, "work.failed", code="not_a_video", reason="It is no video.")  # late
    assert shown(api, job["video_id"])["status"] == "queued"
    opened(world, second)
    assert shown(api, job["video_id"])["status"] == "opened"
    assert api.call("POST", f"{path}/extractions", {}).json["extraction"] == 1
    assert listed(api, path) == [(1, "queued")]


def test_an_opening_is_not_retried_without_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.videos.lifecycle.MAX_EXTRACTIONS", 1)
    api = world.api.as_user()
    job = uploaded(world, api)
    report(world, job, "work.failed", code="not_a_video", reason="It is no video.")

    answer = api.call("POST", f"/videos/{job['video_id']}/retry")

    assert (answer.status, answer.json["code"]) == (409, "too_many_extractions")


def test_there_is_no_extraction_0(world: World) -> None:
    api = world.api.as_user()
    path = f"/videos/{announced(api, extract=False)}"
    seen = [listed(api, path)]
    world.put_source(api.user_id, path.removeprefix("/videos/"), FILM)
    seen.append(listed(api, path))
    [job] = world.published()
    report(world, job, "work.failed", code="not_a_video", reason="It is no video.")
    seen.append(listed(api, path))

    assert seen == [[], [], []]
    missing = api.call("GET", f"{path}/extractions/0")
    assert (missing.status, missing.json["code"]) == (404, "extraction_not_found")


def test_a_worker_of_an_older_release_says_once_more_that_an_opening_succeeded(
    world: World,
) -> None:
    api = world.api.as_user()
    job = uploaded(world, api)

    report(world, job, "work.succeeded", images=0, archive_size=0)
    assert shown(api, job["video_id"])["status"] == "queued"
    opened(world, job)

    assert shown(api, job["video_id"])["status"] == "opened"


def listed(api: Api, path: str) -> list[tuple[int, str]]:
    found = api.call("GET", f"{path}/extractions").json["extractions"]
    return [(each["number"], each["status"]) for each in found]


def test_only_a_failed_extraction_is_retried(world: World) -> None:
    api = world.api.as_user()
    answer = api.call("POST", f"/videos/{opened(world, uploaded(world, api))}/retry")

    assert (answer.status, answer.json["code"]) == (409, "wrong_status")
    assert answer.json["detail"].endswith("the latest one has not been requested.")


def test_a_late_result_of_the_opening_changes_no_extraction(world: World) -> None:
    api = world.api.as_user()
    job = uploaded(world, api)
    video_id = opened(world, job)
    api.call("POST", f"/videos/{video_id}/extractions", {})

    opened(world, job)

    assert shown(api, video_id)["status"] == "queued"


def test_the_job_of_a_silent_worker_is_handed_on(world: World) -> None:
    api = world.api.as_user()
    job = uploaded(world, api)
    report(world, job, "work.started")

    let_pass(world, 4)

    [again] = world.published()
    assert (again["extraction"], again["attempt"]) == (OPENING, 2)
    opened(world, again)
    assert shown(api, job["video_id"])["status"] == "opened"


def test_an_opened_video_is_found_by_its_status_and_deleted(world: World) -> None:
    api = world.api.as_user()
    video_id = opened(world, uploaded(world, api))

    found = api.call("GET", "/videos?status=opened").json["videos"]
    assert [video["id"] for video in found] == [video_id]
    assert api.call("DELETE", f"/videos/{video_id}").status == 204
    let_pass(world, 70)
    assert api.call("GET", f"/videos/{video_id}").status == 404
