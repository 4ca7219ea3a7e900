"""Renaming videos, and finding them by their names."""

import unicodedata
from typing import Any
from urllib.parse import quote

import pytest
from pynamodb.connection import Connection

from chalicelib import limits
from tests.integration.api.steps import announced, completed, queued
from tests.integration.api.world import World


def found(api: Any, query: str) -> list[str]:
    """The names of all videos that a search finds, page by page."""
    names: list[str] = []
    cursor = ""
    while cursor is not None:
        answer = api.call("GET", f"/videos?{query}{cursor}")
        assert answer.status == 200, answer.content
        names += [video["filename"] for video in answer.json["videos"]]
        cursor = answer.json["next_cursor"] and f"&cursor={answer.json['next_cursor']}"
    return names


def test_a_video_is_renamed(world: World) -> None:
    api = world.api.as_user()
    path = f"/videos/{announced(api)}"

    answer = api.call("PATCH", path, {"filename": "Summer.mp4", "description": "By the\nsea"})

    assert (answer.status, answer.json["filename"]) == (200, "Summer.mp4")
    assert api.call("GET", path).json["description"] == "By the\nsea"


def test_what_is_left_out_stays_and_null_removes_a_description(world: World) -> None:
    api = world.api.as_user()
    path = f"/videos/{announced(api, description='By the sea')}"

    api.call("PATCH", path, {"filename": "b.mp4"})
    assert api.call("GET", path).json["description"] == "By the sea"
    api.call("PATCH", path, {"description": None})

    video = api.call("GET", path).json
    assert (video["filename"], video["description"]) == ("b.mp4", None)


@pytest.mark.parametrize(
    "names",
    [
        {"filename": ""},
        {"filename": None},
        {"filename": "a\r\nb.mp4"},
        {"filename": "a\u202egpj.mp4"},
        {"description": "a\x00b"},
        {"status": "completed"},
    ],
)
def test_a_hostile_name_is_refused(world: World, names: dict[str, Any]) -> None:
    api = world.api.as_user()
    path = f"/videos/{announced(api)}"

    assert api.call("PATCH", path, names).status == 400
    assert api.call("GET", path).json["filename"] == "a.mp4"


def test_nobody_renames_another_users_or_a_deleted_video(world: World) -> None:
    api = world.api.as_user()
    path = f"/videos/{announced(api)}"

    assert world.api.as_user("mallory").call("PATCH", path, {"filename": "b.mp4"}).status == 404
    api.call("DELETE", path)
    assert api.call("PATCH", path, {"filename": "b.mp4"}).status == 404
    assert api.call("GET", path).status == 404


def test_a_video_is_renamed_while_its_extraction_goes_on(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api)
    path = f"/videos/{job['video_id']}"

    assert api.call("PATCH", path, {"filename": "b.mp4"}).json["status"] == "queued"
    completed(world, job)

    video = api.call("GET", path).json
    assert (video["filename"], video["status"]) == ("b.mp4", "completed")


def test_videos_are_found_by_a_part_of_their_name_in_any_case(world: World) -> None:
    api = world.api.as_user()
    for name in ("Beach.mp4", "city.mov", "my BEACH 2.mkv"):
        announced(api, filename=name)

    assert found(api, "name=beach") == ["my BEACH 2.mkv", "Beach.mp4"]
    assert found(api, "name=beach&limit=1") == ["my BEACH 2.mkv", "Beach.mp4"]
    assert found(api, "name=nothing") == []


def test_a_search_can_be_for_a_status_too(world: World) -> None:
    api = world.api.as_user()
    announced(api, filename="a waits.mp4")
    queued(world, api, filename="a is there.mp4")

    assert found(api, "name=a&status=queued") == ["a is there.mp4"]


def test_a_search_among_many_videos_goes_on_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.videos.search.MAX_SEARCHED", 3)
    api = world.api.as_user()
    for number in range(10):
        announced(api, filename=f"{'wanted' if number % 7 == 0 else 'other'} {number}.mp4")

    first = api.call("GET", "/videos?name=wanted").json
    assert len(first["videos"]) <= 1
    assert first["next_cursor"] is not None
    assert found(api, "name=wanted") == ["wanted 7.mp4", "wanted 0.mp4"]
    assert limits.MAX_SEARCHED >= limits.MAX_PAGE


def test_a_search_reads_no_more_videos_however_few_it_may_show(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.videos.search.MAX_SEARCHED", 3)
    api = world.api.as_user()
    queued(world, api, filename="wanted.mp4")
    for _ in range(4):
        announced(api, filename="wanted, but waits.mp4")
    for _ in range(4):
        api.call("DELETE", f"/videos/{announced(api, filename='wanted, but deleted.mp4')}")
    requests = counted_queries(monkeypatch)

    first = api.call("GET", "/videos?name=wanted&status=queued").json

    assert first["videos"] == []
    assert first["next_cursor"] is not None
    assert requests == [3]
    assert found(api, "name=wanted&status=queued") == ["wanted.mp4"]


def test_a_search_that_read_everything_has_no_next_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = world.api.as_user()
    for _ in range(5):
        api.call("DELETE", f"/videos/{announced(api)}")
    requests = counted_queries(monkeypatch)

    answer = api.call("GET", "/videos?name=a").json

    assert answer == {"videos": [], "next_cursor": None}
    assert len(requests) == 1


def counted_queries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each query of DynamoDB reads, from now on."""
    scanned: list[int] = []
    query = Connection.query

    def counting(*args: Any, **options: Any) -> Any:
        answer = query(*args, **options)
        scanned.append(answer["ScannedCount"])
        return answer

    monkeypatch.setattr(Connection, "query", counting)
    return scanned


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_is_found_however_it_is_written(world: World, form: Any) -> None:
    api = world.api.as_user()
    names = [unicodedata.normalize(each, "Férias.mp4") for each in ("NFC", "NFD")]
    for name in names:
        announced(api, filename=name)

    assert found(api, f"name={quote(unicodedata.normalize(form, 'FÉRIAS'))}") == names[::-1]


def test_a_cursor_is_of_one_search(world: World) -> None:
    api = world.api.as_user()
    for name in ("a1.mp4", "a2.mp4", "b1.mp4"):
        announced(api, filename=name)
    cursor = api.call("GET", "/videos?name=a&limit=1").json["next_cursor"]

    answer = api.call("GET", f"/videos?name=b&limit=1&cursor={cursor}")

    assert (answer.status, answer.json["code"]) == (400, "invalid_cursor")


def test_an_extraction_is_shown_by_its_number(world: World) -> None:
    api = world.api.as_user()
    job = queued(world, api, options={"count": 3})
    completed(world, job)
    path = f"/videos/{job['video_id']}/extractions"
    api.call("POST", path, {"options": {"count": 5}})

    assert api.call("GET", f"{path}/1").json["options"]["count"] == 3
    assert api.call("GET", f"{path}/2").json["status"] == "queued"
    for number in (0, 3):
        missing = api.call("GET", f"{path}/{number}")
        assert (missing.status, missing.json["code"]) == (404, "extraction_not_found")


def test_an_empty_answer_has_no_content_type(world: World) -> None:
    api = world.api.as_user()
    answer = api.call("DELETE", f"/videos/{announced(api)}")

    assert (answer.status, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
