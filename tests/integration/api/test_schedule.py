"""The sweep's schedule: an error is logged, and does not stop the sweep."""

import json
from typing import Any

import pytest

from chalicelib.videos import lifecycle
from tests.integration.api.world import World


def test_a_video_that_cannot_be_handled_does_not_stop_the_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    new = {"filename": "a.mp4", "size": 4}
    broken, other = (api.call("POST", "/videos", new).json["id"] for _ in range(2))
    upload_arrived = lifecycle.upload_arrived

    def explode_for_one(services: Any, video: Any) -> bool:
        if video.video_id == broken:
            raise RuntimeError("no answer")
        return upload_arrived(services, video)

    monkeypatch.setattr(lifecycle, "upload_arrived", explode_for_one)
    world.pass_time(hours=25)

    with pytest.raises(ExceptionGroup) as raised:
        world.sweep()

    assert raised.group_contains(RuntimeError, match="no answer")
    assert api.call("GET", f"/videos/{other}").json["status"] == "expired"
    [line] = [json.loads(line) for line in world.log.getvalue().splitlines()]
    assert (line["video_id"], line["extraction"]) == (broken, 1)
    assert line["request_id"] == "1f0e6b6c-8b0f-4b7e-9d59-2a6c1d9c2f10"
    assert "no answer" in line["exception"]


def test_a_sweep_with_nothing_due_does_nothing(world: World) -> None:
    world.api.as_user().call("POST", "/videos", {"filename": "a.mp4", "size": 4})

    world.sweep()

    assert world.log.getvalue() == ""
