"""A user's extractions wait for their turn, while those of others are not delayed."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.videos import turns
from tests.integration.api.steps import FILM, announced, completed, let_pass, report, shown
from tests.integration.api.world import Api, World


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Each user may have two extractions under way."""
    settings = replace(world.services.settings, user_concurrency=2)
    monkeypatch.setattr(world.services, "settings", settings)
    return world


def uploaded(world: World, api: Api, count: int) -> tuple[list[str], list[dict[str, Any]]]:
    """The ids of new videos, one a second, and the jobs that were published."""
    ids = []
    for _ in range(count):
        world.pass_time(seconds=1)
        ids.append(announced(api))
        world.put_source(api.user_id, ids[-1], FILM)
    return ids, jobs_of(world)


def jobs_of(world: World) -> list[dict[str, Any]]:
    """The jobs that were published since the last call."""
    return [each for each in world.published() if each["type"] == "extraction.requested"]


def videos_of(jobs: list[dict[str, Any]]) -> list[str]:
    return [job["video_id"] for job in jobs]


def due(world: World, api: Api, video_id: str) -> float | None:
    found: float | None = world.services.videos.get(api.user_id, video_id).due_at
    return found


def test_one_users_videos_do_not_delay_anothers(world: World) -> None:
    ada, bob = world.api.as_user(), world.api.as_user()

    many, first_jobs = uploaded(world, ada, 5)
    [one], jobs = uploaded(world, bob, 1)

    assert videos_of(first_jobs) == many[:2]
    assert videos_of(jobs) == [one]
    assert {shown(ada, video_id)["status"] for video_id in many} == {"queued"}


def test_the_longest_wait_ends_first(world: World) -> None:
    api = world.api.as_user()
    many, jobs = uploaded(world, api, 5)
    done = []

    while jobs:
        job = jobs.pop(0)
        done.append(job["video_id"])
        completed(world, job)
        jobs += jobs_of(world)

    assert done == many


def test_a_failure_passes_its_turn_on(world: World) -> None:
    api = world.api.as_user()
    many, [first, _] = uploaded(world, api, 3)

    report(world, first, "work.failed", code="not_a_video", reason="No.")

    assert videos_of(jobs_of(world)) == many[2:]


@pytest.mark.parametrize(("method", "suffix"), [("POST", "/cancel"), ("DELETE", "")])
def test_who_gives_up_passes_the_turn_on(world: World, method: str, suffix: str) -> None:
    api = world.api.as_user()
    many, _ = uploaded(world, api, 4)

    api.call(method, f"/videos/{many[2]}{suffix}")
    assert jobs_of(world) == []
    api.call(method, f"/videos/{many[0]}{suffix}")

    assert videos_of(jobs_of(world)) == many[3:]


def test_a_job_that_is_handed_on_keeps_its_turn(world: World) -> None:
    api = world.api.as_user()
    many, [first, second] = uploaded(world, api, 3)
    for job in (first, second):
        report(world, job, "work.started")

    let_pass(world, 3)

    assert sorted(videos_of(jobs_of(world))) == sorted(many[:2])


def test_an_event_that_arrives_twice_passes_on_one_turn(world: World) -> None:
    api = world.api.as_user()
    _, [first, _] = uploaded(world, api, 5)

    for _ in range(3):
        completed(world, first)

    assert len(jobs_of(world)) == 1


def test_another_extraction_waits_for_its_turn_too(world: World) -> None:
    api = world.api.as_user()
    [first], [job] = uploaded(world, api, 1)
    completed(world, job)
    _, jobs = uploaded(world, api, 2)

    answer = api.call("POST", f"/videos/{first}/extractions", {"options": {"count": 1}})

    assert (answer.status, answer.json["status"]) == (202, "queued")
    assert jobs_of(world) == []
    completed(world, jobs[0])
    assert [(each["video_id"], each["extraction"]) for each in jobs_of(world)] == [(first, 2)]


def test_the_sweep_starts_what_a_dead_function_left_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    with monkeypatch.context() as patch:
        patch.setattr(turns, "start_waiting", lambda services, user_id: None)
        [video_id], jobs = uploaded(world, api, 1)
    assert jobs == []

    let_pass(world, 6)

    assert videos_of(jobs_of(world)) == [video_id]


def test_the_sweep_looks_at_a_waiting_extraction_once(world: World) -> None:
    api = world.api.as_user()
    many, _ = uploaded(world, api, 3)
    assert due(world, api, many[2]) is not None

    let_pass(world, 6)

    assert due(world, api, many[2]) is None
    assert shown(api, many[2])["status"] == "queued"
