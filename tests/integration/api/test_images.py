"""The images of an extraction, as clients list and fetch them."""

import pytest

from contracts import keys
from contracts import manifest as manifests
from contracts.options import ExtractionOptions
from tests.samples import a_source, an_image

DATA = [b"first image", b"second, longer image", b"third"]


@pytest.fixture
def extracted(world):
    """A completed video of three images: its API and its path."""
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "my film.mp4", "size": 4}).json["id"]
    world.put_source(api.user_id, video_id, b"film")
    archive = b"header" + b"".join(DATA)
    images, offset = [], len(b"header")
    for index, data in enumerate(DATA):
        images.append(an_image(index, size=len(data), offset=offset))
        offset += len(data)
    manifest = manifests.Manifest(
        source=a_source(),
        options=ExtractionOptions(),
        images=tuple(images),
    )
    where = (api.user_id, video_id, 1)
    world.s3.put_object(Bucket="images", Key=keys.archive(*where), Body=archive)
    world.s3.put_object(Bucket="images", Key=keys.manifest(*where), Body=manifests.encode(manifest))
    done = {
        "type": "work.succeeded",
        "user_id": api.user_id,
        "video_id": video_id,
        "extraction": 1,
        "at": "2026-11-24T00:00:00Z",
        "images": 3,
        "archive_size": len(archive),
    }
    world.deliver("on_results", done)
    return api, f"/videos/{video_id}"


def test_images_are_listed_in_pages(extracted):
    api, path = extracted

    first = api.call("GET", f"{path}/images?limit=2").json
    second = api.call("GET", f"{path}/images?limit=2&cursor={first['next_cursor']}").json

    assert [image["index"] for image in first["images"] + second["images"]] == [0, 1, 2]
    assert (first["total"], second["next_cursor"]) == (3, None)


def test_one_image_is_its_bytes_out_of_the_archive(extracted):
    api, path = extracted

    answer = api.call("GET", f"{path}/images/1")

    assert answer.content == DATA[1]
    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(("index", "status"), [("3", 404), ("x", 400), ("-1", 400)])
def test_an_image_that_is_not_there_is_refused(extracted, index, status):
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

    assert api.call("GET", f"{path}/images").status == 409
    assert api.call("GET", f"{path}/images?extraction=1").json["total"] == 3
