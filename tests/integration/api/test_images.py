"""The images of an extraction, as clients list and fetch them."""

import pytest

from tests.integration.api.extraction import IMAGES
from tests.integration.api.world import Api, World


def test_images_are_listed_in_pages(extracted):
    api, path = extracted

    first = api.call("GET", f"{path}/images?limit=2").json
    second = api.call("GET", f"{path}/images?limit=2&cursor={first['next_cursor']}").json

    assert [image["index"] for image in first["images"] + second["images"]] == [0, 1, 2]
    assert (first["total"], second["next_cursor"]) == (3, None)


def test_an_image_is_read_from_the_archive(extracted):
    api, path = extracted

    answer = api.call("GET", f"{path}/images/1")

    assert answer.content == IMAGES[1]
    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("file", ["images/1", "extras/sprite.jpg"])
def test_a_file_that_the_client_has_is_neither_read_nor_sent(
    world: World, extracted: tuple[Api, str], file: str
) -> None:
    api, path = extracted
    tag = api.call("GET", f"{path}/{file}").headers["etag"]
    for item in world.s3.list_objects_v2(Bucket="images")["Contents"]:
        if item["Key"].endswith("images.zip"):
            world.s3.delete_object(Bucket="images", Key=item["Key"])

    answer = api.call("GET", f"{path}/{file}", if_none_match=f'"other", W/{tag}')

    assert (answer.status, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(("index", "status"), [("3", 404), ("x", 400), ("-1", 400)])
def test_an_image_that_does_not_exist_is_refused(extracted, index, status):
    api, path = extracted

    assert api.call("GET", f"{path}/images/{index}").status == status


def test_an_image_too_large_for_lambda_says_where_its_bytes_are(extracted, monkeypatch):
    api, path = extracted
    monkeypatch.setattr("chalicelib.videos.images.MAX_IMAGE_ANSWER", 5)

    answer = api.call("GET", f"{path}/images/0")

    assert (answer.status, answer.json["code"]) == (413, "image_too_large")
    assert "bytes=6-16" in answer.json["detail"]


def test_the_archive_is_a_link_named_after_the_video(extracted):
    api, path = extracted

    answer = api.call("GET", f"{path}/archive").json

    assert "my%2520film.zip" in answer["url"]
    assert answer["images"] == 3


def test_there_are_no_images_before_the_extraction_is_completed(world):
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"]

    for path in ("images", "images/0", "archive"):
        answer = api.call("GET", f"/videos/{video_id}/{path}")
        assert (answer.status, answer.json["code"]) == (409, "images_not_ready")


def test_the_images_of_an_earlier_extraction_stay(extracted):
    api, path = extracted
    api.call("POST", f"{path}/extractions", {"options": {"interval": 2}})

    for query in ("", "?extraction=1"):
        assert api.call("GET", f"{path}/images{query}").json["total"] == 3
    assert api.call("GET", f"{path}/images?extraction=2").status == 409
