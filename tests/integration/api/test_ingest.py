"""Objects in the videos bucket, by their keys."""

import json

import pytest

from tests.integration.api.world import World

VIDEO = "01890000-0000-7000-8000-000000000000"


def warnings(world: World) -> list[str]:
    return [json.loads(line)["key"] for line in world.log.getvalue().splitlines()]


@pytest.mark.parametrize(
    "key",
    ["a", "ada/a", "ada/inbox/", f"ada/{VIDEO}/other", "ada/not-an-id/source", "a b/inbox/a.mp4"],
)
def test_an_object_that_belongs_to_no_video_is_logged(world: World, key: str) -> None:
    world.object_created(key, 4)

    assert warnings(world) == [key]


def test_the_source_of_a_deleted_video_is_deleted(world: World) -> None:
    world.put_source("ada", VIDEO, b"film")

    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 0
    assert warnings(world) == []


@pytest.mark.parametrize("size", [0, 10 * 2**30 + 1])
def test_an_object_of_an_invalid_size_creates_no_video(world: World, size: int) -> None:
    api = world.registered()

    world.object_created(f"{api.user_id}/inbox/a.mp4", size)

    assert api.call("GET", "/videos").json["videos"] == []


def test_an_object_that_was_deleted_at_once_creates_no_video(world: World) -> None:
    api = world.registered()

    world.object_created(f"{api.user_id}/inbox/a.mp4", 4, etag="gone")

    assert api.call("GET", "/videos").json["videos"] == []


def test_an_object_of_a_user_who_does_not_exist_stays_and_creates_no_video(world: World) -> None:
    nobody = world.api.as_user()
    key = f"{nobody.user_id}/inbox/a.mp4"
    tag = world.s3.put_object(Bucket="videos", Key=key, Body=b"film")["ETag"].strip('"')

    world.object_created(key, 4, etag=tag)

    assert warnings(world) == [key]
    assert nobody.call("GET", "/videos").json["videos"] == []
    assert world.s3.list_objects_v2(Bucket="videos")["KeyCount"] == 1


def test_a_name_with_unprintable_characters_is_made_printable(world: World) -> None:
    api = world.registered()
    key = f"{api.user_id}/inbox/folder/two\nlines.mp4"
    tag = world.s3.put_object(Bucket="videos", Key=key, Body=b"film")["ETag"].strip('"')

    world.object_created(key, 4, etag=tag)

    [video] = api.call("GET", "/videos").json["videos"]
    assert video["filename"] == "two_lines.mp4"
