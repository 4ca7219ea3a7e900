"""Videos are listed, shown and changed by id or by name."""

import os
import sys
from pathlib import Path

import httpx
import pytest

from tests.integration.client.conftest import Cloud, Stills


@pytest.fixture
def video_id(signed_in: Stills) -> str:
    Path("holiday.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom")
    [video] = signed_in("upload", "holiday.mp4", "--wait", "--json").json
    return str(video["id"])


def test_videos_are_listed(signed_in: Stills, video_id: str) -> None:
    [line] = signed_in("ls").out.splitlines()

    assert line.split()[:2] == [video_id, "completed"]
    assert line.endswith("holiday.mp4")


@pytest.mark.parametrize(
    ("arguments", "found"), [(["HOLI"], 1), (["work"], 0), (["--status", "failed"], 0)]
)
def test_a_list_is_searched(
    signed_in: Stills, video_id: str, arguments: list[str], found: int
) -> None:
    assert len(signed_in("ls", *arguments).out.splitlines()) == found


def test_a_video_is_shown_by_its_name(signed_in: Stills, video_id: str) -> None:
    told = signed_in("show", "holiday.mp4").out

    assert video_id in told
    assert "1, 3 bytes" in told


@pytest.mark.parametrize(
    "arguments",
    [["ls", "--limit", "-1"], ["ls", "--limit", "0"], ["images", "a", "--extraction", "0"]],
)
def test_numbers_begin_at_one(signed_in: Stills, arguments: list[str]) -> None:
    ran = signed_in(*arguments)

    assert ran.status == 2
    assert ran.err.startswith("error: invalid_options: --")
    assert ran.err.endswith("must be at least 1\n")


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_name_that_is_not_utf8_is_searched_as_it_was_uploaded(signed_in: Stills) -> None:
    latin = os.fsdecode(b"caf\xe9.mp4")
    Path(latin).write_bytes(b"\x00\x00\x00\x18ftypisom")
    signed_in("upload", latin)

    assert signed_in("show", latin).status == 0
    assert len(signed_in("ls", latin).out.splitlines()) == 1
    assert "invalid_options" in signed_in("again", latin, "--names", latin).err


@pytest.mark.parametrize("named", ["work.mp4", "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e"])
def test_a_video_that_there_is_not_is_an_error(
    signed_in: Stills, video_id: str, named: str
) -> None:
    ran = signed_in("show", named)

    assert ran.status == 2
    assert ran.err.startswith(f"error: {named}: no_such_video: ")


def test_images_are_listed(signed_in: Stills, video_id: str) -> None:
    [image] = signed_in("images", video_id, "--json").json

    assert image["index"] == 0
    assert len(signed_in("images", video_id).out.splitlines()) == 1


def test_a_video_is_extracted_again(signed_in: Stills, video_id: str) -> None:
    assert signed_in("again", video_id, "--count", 3).status == 0

    [video] = signed_in("show", video_id, "--json").json
    assert (video["extraction"], video["options"]["count"]) == (2, 3)


def test_what_the_service_refuses_is_said_in_one_line(signed_in: Stills, video_id: str) -> None:
    ran = signed_in("retry", video_id)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {video_id}: wrong_status: ")


def test_a_video_is_deleted(signed_in: Stills, video_id: str) -> None:
    assert signed_in("rm", "holiday.mp4").out == "Deleted holiday.mp4.\n"

    assert signed_in("ls").out == ""


@pytest.mark.parametrize("command", ["show", "rm", "retry", "again", "cancel"])
def test_of_many_videos_one_that_fails_does_not_stop_the_others(
    signed_in: Stills, cloud: Cloud, video_id: str, command: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        is_act = request.url.path.endswith(("/retry", "/cancel"))
        return httpx.Response(200, json={"id": video_id, "status": "queued"}) if is_act else None

    cloud.hook = answer

    ran = signed_in(command, "work.mp4", video_id, "--json")

    assert ran.status == 2
    [missing, done] = ran.json
    assert missing == {
        "video": "work.mp4",
        "error": {
            "code": "no_such_video",
            "reason": "There is no video with the id or the name work.mp4.",
        },
    }
    assert done["id"] == video_id


def test_the_images_of_a_video_that_there_is_not_are_an_error(signed_in: Stills) -> None:
    ran = signed_in("images", "work.mp4", "--json")

    assert ran.status == 2
    assert ran.json[0]["error"]["code"] == "no_such_video"


def test_of_two_videos_with_a_name_only_the_latest_is_deleted(
    signed_in: Stills, video_id: str
) -> None:
    signed_in("upload", "holiday.mp4", "--wait")

    assert len(signed_in("rm", "holiday.mp4", "holiday.mp4").out.splitlines()) == 1

    assert [video["id"] for video in signed_in("ls", "--json").json] == [video_id]


def test_a_service_that_is_busy_is_asked_again(
    signed_in: Stills, cloud: Cloud, video_id: str
) -> None:
    answers = [httpx.Response(503, headers={"Retry-After": "1"}), httpx.Response(502)]
    cloud.hook = lambda request: answers.pop() if answers else None

    assert signed_in("ls").status == 0


def test_a_service_that_cannot_be_reached_is_an_error(
    signed_in: Stills, cloud: Cloud, video_id: str
) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    cloud.hook = refuse

    ran = signed_in("ls")

    assert ran.status == 2
    assert ran.err.startswith("error: unreachable: ")
