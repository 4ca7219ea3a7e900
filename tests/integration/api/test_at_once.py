"""The same request twice at once: the second one comes between the reads and the write of the
first."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.videos import lifecycle
from tests.integration.api.steps import announced, completed, queued, shown
from tests.integration.api.world import World


@pytest.fixture
def before_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs an action just before the repository makes its next change of a kind."""

    def arrange(change: str, action: Callable[[], Any]) -> None:
        made = getattr(world.services.videos, change)

        def first_act(*arguments: Any, **changes: Any) -> Any:
            monkeypatch.setattr(world.services.videos, change, made)
            action()
            return made(*arguments, **changes)

        monkeypatch.setattr(world.services.videos, change, first_act)

    return arrange


def test_two_extractions_with_one_key_are_one(
    world: World, before_the_next: Callable[..., None]
) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)
    world.published()
    answers = []

    def request() -> None:
        path = f"/videos/{job['video_id']}/extractions"
        answers.append(api.call("POST", path, {"options": {"count": 2}}, Idempotency_Key="k"))

    before_the_next("restart", request)
    request()

    assert [answer.status for answer in answers] == [202, 202]
    assert [answer.json["extraction"] for answer in answers] == [2, 2]
    assert [event["extraction"] for event in world.published()] == [2]


def test_two_extractions_without_a_key_are_a_conflict(
    world: World, before_the_next: Callable[..., None]
) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    completed(world, job)
    answers = []

    def request() -> None:
        answers.append(api.call("POST", f"/videos/{job['video_id']}/extractions", {}))

    before_the_next("restart", request)
    request()

    assert sorted(answer.status for answer in answers) == [202, 409]


def test_two_cancellations_are_one(world: World, before_the_next: Callable[..., None]) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    answers = []

    def request() -> None:
        answers.append(api.call("POST", f"/videos/{job['video_id']}/cancel"))

    before_the_next("move", request)
    request()

    assert [answer.status for answer in answers] == [200, 200]
    assert shown(api, job["video_id"])["status"] == "canceled"


def test_two_deletions_are_one(world: World, before_the_next: Callable[..., None]) -> None:
    api = world.api.as_user()
    video_id = announced(api)
    answers = []

    def request() -> None:
        answers.append(api.call("DELETE", f"/videos/{video_id}"))

    before_the_next("delete", request)
    request()

    assert [answer.status for answer in answers] == [204, 204]


def test_two_uploads_of_one_video_are_one(
    world: World, before_the_next: Callable[..., None]
) -> None:
    api = world.api.as_user()
    video_id = announced(api)
    world.s3.put_object(Bucket="videos", Key=f"{api.user_id}/{video_id}/source", Body=b"film")
    video = world.services.videos.get(api.user_id, video_id)

    before_the_next("move", lambda: lifecycle.upload_arrived(world.services, video))
    lifecycle.upload_arrived(world.services, video)

    assert [event["type"] for event in world.published()] == ["extraction.requested"]
