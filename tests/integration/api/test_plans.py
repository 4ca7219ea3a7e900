"""Plans: what an extraction would yield, after the worker opened the video."""

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from stills.warnings import times_beyond_end
from tests.samples import a_source

HALF_MINUTE = a_source(duration=30.0, width=1920, height=1080, display_width=1920,
                       display_height=1080)  # fmt: skip


@dataclass
class Video:
    """A queued video; `says` delivers events of the worker about it."""

    world: Any
    api: Any
    id: str

    def says(self, *events: dict[str, Any], extraction: int = 1) -> Any:
        about = {
            "user_id": self.api.user_id,
            "video_id": self.id,
            "extraction": extraction,
            "at": "2026-11-24T00:00:00Z",
        }
        return self.world.deliver("on_results", *(about | event for event in events))

    def call(self, method: str, path: str = "", body: Any = None) -> Any:
        return self.api.call(method, f"/videos/{self.id}{path}", body)

    def plan(self, **options: Any) -> Any:
        return self.call("POST", "/plan", {"options": options})


def opened(source: Any = HALF_MINUTE, keyframes: int = 3) -> dict[str, Any]:
    return {
        "type": "work.opened",
        "source": msgspec.to_builtins(source),
        "keyframes": keyframes,
    }


def succeeded(images: int, size: int) -> dict[str, Any]:
    return {"type": "work.succeeded", "images": images, "archive_size": size}


def failed(code: str = "timed_out") -> dict[str, Any]:
    return {"type": "work.failed", "code": code, "reason": "No."}


@pytest.fixture
def video(world: Any) -> Video:
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "film.mp4", "size": 4}).json["id"]
    world.put_source(api.user_id, video_id, b"film")
    world.published()
    return Video(world, api, video_id)


def test_a_video_that_was_not_opened_yet_cannot_be_planned(video: Video) -> None:
    answer = video.plan()

    assert (answer.status, answer.json["code"]) == (409, "not_opened_yet")


def test_a_plan_says_what_an_extraction_would_yield_take_and_cost(video: Video) -> None:
    video.says(opened())

    answer = video.plan(interval=2)

    assert answer.status == 200
    plan = answer.json
    assert plan.keys() == {"images", "archive_size", "seconds", "usd", "fits", "warnings"}
    assert plan["images"] == 15
    assert 15 * 100_000 < plan["archive_size"] < 15 * 1_000_000
    assert 1 < plan["seconds"] < 10
    assert 0 < plan["usd"] < 0.001
    assert plan["fits"] is True


def test_a_plan_changes_nothing_and_publishes_nothing(video: Video) -> None:
    video.says(opened())
    before = video.call("GET").content

    video.plan(interval=2)

    assert video.call("GET").content == before
    assert video.world.published() == []


def test_options_decide_what_is_planned(video: Video) -> None:
    video.says(opened())

    assert video.plan(keyframes=True).json["images"] == 3
    assert video.plan(every_nth=1, start=29).json["images"] == 25
    assert video.plan(timestamps=["50%", 5]).json["images"] == 2


def test_a_video_without_chapters_has_no_images_of_them(video: Video) -> None:
    video.says(opened())

    answer = video.plan(chapters=True)

    assert (answer.status, answer.json["code"]) == (409, "no_images")
    assert answer.json["detail"].endswith("The video is 30 s long and has 0 chapters.")


def test_listed_times_beyond_the_end_are_warned_of(video: Video) -> None:
    video.says(opened())

    plan = video.plan(timestamps=[5, 31, "1:00"]).json

    assert plan["images"] == 1
    assert plan["warnings"] == [msgspec.to_builtins(times_beyond_end(2, 3, 30))]
    small, large = video.plan(width=320).json, video.plan(format="png").json
    assert small["archive_size"] < video.plan().json["archive_size"] < large["archive_size"]


@pytest.mark.parametrize(
    "options", [{"start": 60}, {"timestamps": [31]}, {"keyframes": True, "start": 21, "end": 29}]
)
def test_options_that_yield_no_images_cannot_be_planned(
    video: Video, options: dict[str, Any]
) -> None:
    video.says(opened())

    answer = video.plan(**options)

    assert (answer.status, answer.json["code"]) == (409, "no_images")
    assert answer.json["detail"] == (
        "An extraction with these options would yield no images. The video is 30 s long."
    )


def test_a_plan_without_a_body_uses_the_default_options(video: Video) -> None:
    video.says(opened())

    assert video.call("POST", "/plan").json == video.plan(interval=1).json


def test_an_extraction_that_takes_too_long_does_not_fit(video: Video) -> None:
    video.says(opened(msgspec.structs.replace(HALF_MINUTE, duration=36_000.0), keyframes=3600))

    assert video.plan(every_nth=1, format="webp").json["fits"] is False
    assert video.plan(count=10).json["fits"] is True


@pytest.mark.parametrize("ending", [failed(), succeeded(3, 900)], ids=["failed", "completed"])
def test_a_video_can_be_planned_however_its_extraction_ended(video: Video, ending: Any) -> None:
    video.says({"type": "work.started"}, opened(), ending)

    assert video.plan().json["images"] == 30


def test_images_are_as_large_as_those_that_were_made_before(video: Video) -> None:
    video.says(opened(), succeeded(10, 10 * 50_450))

    assert video.plan(count=4).json["archive_size"] == pytest.approx(4 * 50_450, rel=0.01)


def test_the_images_of_an_earlier_extraction_count_too(video: Video) -> None:
    video.says(opened(), succeeded(10, 10 * 50_450))
    video.call("POST", "/extractions", {"options": {"format": "png"}})
    video.says(failed(), extraction=2)

    assert video.plan(count=4).json["archive_size"] == pytest.approx(4 * 50_450, rel=0.01)


def test_a_video_of_unknown_length_cannot_be_planned(video: Video) -> None:
    video.says(opened(a_source(duration=None)))

    answer = video.plan()

    assert (answer.status, answer.json["code"]) == (409, "unknown_length")


@pytest.mark.parametrize(
    "options", [{"interval": 0}, {"count": 3, "fps": 1}, {"start": 5, "end": 4}, {"unheard": 1}]
)
def test_options_that_break_a_rule_are_refused(video: Video, options: dict[str, Any]) -> None:
    video.says(opened())

    answer = video.plan(**options)

    assert (answer.status, answer.json["code"]) == (400, "invalid_request")


def test_another_users_video_is_not_found(video: Video) -> None:
    video.says(opened())

    answer = video.world.api.as_user().call("POST", f"/videos/{video.id}/plan", {})

    assert (answer.status, answer.json["code"]) == (404, "video_not_found")


def test_what_the_worker_found_out_is_shown(video: Video) -> None:
    assert video.call("GET").json["media"] is None

    video.says(opened())

    shown = video.call("GET").json
    assert shown["media"] == msgspec.to_builtins(HALF_MINUTE) | {"keyframes": 3}
    assert shown["status"] == "queued"


def test_a_repeated_event_changes_nothing(video: Video) -> None:
    video.says(opened())
    before = video.call("GET").content
    video.world.pass_time(minutes=1)

    video.says(opened())

    assert video.call("GET").content == before


def test_a_late_event_still_describes_the_video(video: Video) -> None:
    video.says(failed())
    video.call("POST", "/retry")

    video.says(opened(), extraction=1)

    shown = video.call("GET").json
    assert (shown["status"], shown["extraction"]) == ("queued", 2)
    assert video.plan().json["images"] == 30


def test_a_deleted_video_does_not_come_back(video: Video, monkeypatch: Any) -> None:
    table = video.world.services.videos
    record = table.get(video.api.user_id, video.id)
    video.call("DELETE")

    # It was there when it was looked up, and was deleted before it was written to.
    monkeypatch.setattr(table, "get", lambda *_: record)
    answer = video.says(opened())
    monkeypatch.undo()

    assert answer == {"batchItemFailures": []}
    assert video.call("GET").status == 404
