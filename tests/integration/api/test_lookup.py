"""A route's video: only the caller's own, known by a valid id."""

import pytest

from tests.integration.api.world import World

UNKNOWN = "01890000-0000-7000-8000-000000000000"


def test_the_callers_video_is_found(world: World) -> None:
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"]

    assert api.call("GET", f"/videos/{video_id}").json["id"] == video_id


def test_another_users_video_is_as_unknown_as_one_that_never_existed(world: World) -> None:
    new = {"filename": "a.mp4", "size": 4}
    video_id = world.api.as_user().call("POST", "/videos", new).json["id"]
    api = world.api.as_user()

    foreign, unknown = (api.call("GET", f"/videos/{each}") for each in (video_id, UNKNOWN))

    assert foreign.status == 404
    assert foreign.content == unknown.content


@pytest.mark.parametrize("video_id", ["1", UNKNOWN.upper() + "A", UNKNOWN + "%0A"])
def test_an_invalid_id_is_explained(world: World, video_id: str) -> None:
    answer = world.api.as_user().call("GET", f"/videos/{video_id}")

    assert answer.status == 400
    assert answer.json["detail"] == "video_id must be the id of a video, a UUID."
