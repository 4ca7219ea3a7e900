"""The extras of an extraction, as clients list and fetch them."""

import hashlib
from urllib.parse import unquote

import pytest

from tests.integration.api.extraction import EXTRAS, completed

MEDIA_TYPES = {
    "contact_sheet.jpg": "image/jpeg",
    "sprite.jpg": "image/jpeg",
    "sprite.vtt": "text/vtt",
}


def test_extras_are_listed(extracted):
    api, path = extracted

    extras = api.call("GET", f"{path}/extras").json["extras"]

    assert [extra["name"] for extra in extras] == list(EXTRAS)
    assert [extra["width"] for extra in extras] == [640, 640, None]


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_is_read_from_the_archive(extracted, name):
    api, path = extracted

    answer = api.call("GET", f"{path}/extras/{name}")

    assert answer.content == EXTRAS[name]
    assert answer.headers["content-type"] == MEDIA_TYPES[name]
    assert answer.headers["etag"] == f'"{hashlib.sha256(EXTRAS[name]).hexdigest()}"'


@pytest.mark.parametrize(
    ("filename", "saved_as"),
    [
        ("my film.mp4", "my film_contact_sheet.jpg"),
        ('a";filename="b.exe', "a_;filename=_b_contact_sheet.jpg"),
        ("..%2F..%2Fcon.x.mp4", "_con.x_contact_sheet.jpg"),
        ("50% / 休日.mp4", "休日_contact_sheet.jpg"),
    ],
)
def test_an_extra_is_saved_under_the_name_of_its_video(world, filename, saved_as):
    api, path = completed(world, filename=filename)

    answer = api.call("GET", f"{path}/extras/contact_sheet.jpg")
    again = api.call(
        "GET", f"{path}/extras/contact_sheet.jpg", If_None_Match=answer.headers["etag"]
    )

    assert again.status == 304
    for each in (answer, again):
        encoded = each.headers["content-disposition"].partition("filename*=UTF-8''")[2]
        assert unquote(encoded) == saved_as


def test_an_image_is_saved_under_its_name_in_the_archive(extracted):
    api, path = extracted
    image = api.call("GET", f"{path}/images").json["images"][1]

    header = api.call("GET", f"{path}/images/1").headers["content-disposition"]

    assert header.startswith(f'attachment; filename="{image["name"]}"')


@pytest.mark.parametrize("name", ["poster.jpg", "frame_000000.jpg", "manifest.json", "%2e%2e"])
def test_an_extra_that_does_not_exist_is_not_found(extracted, name):
    api, path = extracted

    answer = api.call("GET", f"{path}/extras/{name}")

    assert (answer.status, answer.json["code"]) == (404, "extra_not_found")


def test_an_extra_too_large_for_lambda_says_where_its_bytes_are(extracted, monkeypatch):
    api, path = extracted
    monkeypatch.setattr("chalicelib.videos.images.MAX_IMAGE_ANSWER", 5)

    answer = api.call("GET", f"{path}/extras/sprite.jpg")

    assert (answer.status, answer.json["code"]) == (413, "image_too_large")
    assert "bytes=49-56" in answer.json["detail"]


@pytest.mark.parametrize("route", ["extras", "extras/sprite.jpg"])
def test_the_extras_of_another_users_video_are_not_found(world, extracted, route):
    _, path = extracted

    answer = world.api.as_user().call("GET", f"{path}/{route}")

    assert (answer.status, answer.json["code"]) == (404, "video_not_found")


@pytest.mark.parametrize("route", ["extras", "extras/sprite.jpg"])
def test_there_are_no_extras_before_the_extraction_is_completed(world, route):
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"]

    answer = api.call("GET", f"/videos/{video_id}/{route}")

    assert (answer.status, answer.json["code"]) == (409, "images_not_ready")


@pytest.mark.parametrize("file", ["images/0", "extras/sprite.vtt"])
def test_only_files_that_never_change_are_cached_without_revalidation(extracted, file):
    api, path = extracted

    latest = api.call("GET", f"{path}/{file}").headers["cache-control"]
    first = api.call("GET", f"{path}/{file}?extraction=1").headers["cache-control"]

    assert (latest, first) == ("private, no-cache", "private, max-age=86400, immutable")


def test_the_extras_of_an_earlier_extraction_stay(extracted):
    api, path = extracted
    api.call("POST", f"{path}/extractions", {"options": {"interval": 2}})

    for query in ("", "?extraction=1"):
        assert len(api.call("GET", f"{path}/extras{query}").json["extras"]) == 3


def test_the_openapi_document_lists_the_media_types_of_files(world):
    paths = world.api.call("GET", "/openapi.json").json["paths"]

    def media_types(path):
        return list(paths[path]["get"]["responses"]["200"]["content"])

    assert media_types("/videos/{video_id}/extras/{name}") == [
        "image/jpeg",
        "text/vtt",
        "text/csv",
        "application/json",
        "application/pdf",
    ]
    assert media_types("/videos/{video_id}/images/{index}") == ["image/*"]


def test_extras_are_an_option_of_a_video(world):
    options = {"contact_sheet": True, "sprite": True}
    request = {"filename": "a.mp4", "size": 4, "options": options}

    made = world.api.as_user().call("POST", "/videos", request).json

    assert made["options"] | options == made["options"]
