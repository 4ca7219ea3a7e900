"""The manifest of an extraction, as the worker stored it."""

import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from chalicelib import limits
from contracts import keys
from stills.manifest import Manifest
from tests.integration.api.extraction import EXTRAS, IMAGES, completed
from tests.integration.api.world import ROOT, World


def test_it_is_the_one_in_the_bucket_and_of_its_schema(world: World) -> None:
    api, path = completed(world)

    answer = api.call("GET", f"{path}/manifest")

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    stored = world.s3.get_object(
        Bucket="images", Key=keys.manifest(api.user_id, path.rpartition("/")[2], 1, 1)
    )
    assert answer.content == stored["Body"].read()
    schema = json.loads((ROOT / "docs" / "manifest.schema.json").read_text())
    Draft202012Validator(schema).validate(answer.json)
    manifest = msgspec.convert(answer.json, Manifest)
    assert len(manifest.images) == len(IMAGES)
    assert {extra.name for extra in manifest.extras} == set(EXTRAS)


def test_one_that_a_client_has_is_not_sent_again(world: World) -> None:
    api, path = completed(world)
    first = api.call("GET", f"{path}/manifest?extraction=1")

    again = api.call("GET", f"{path}/manifest", if_none_match=first.headers["etag"])

    assert first.headers["cache-control"] == "private, max-age=86400, immutable"
    assert (again.status, again.content) == (304, b"")
    assert again.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/videos/01890000-0000-7000-8000-000000000000/manifest", 404, "video_not_found"),
        ("{video}/manifest?extraction=7", 404, "extraction_not_found"),
        ("{video}/manifest?extraction=0", 400, "invalid_request"),
    ],
)
def test_what_does_not_exist_is_refused(world: World, path: str, status: int, code: str) -> None:
    api, video = completed(world)

    answer = api.call("GET", path.format(video=video))

    assert (answer.status, answer.json["code"]) == (status, code)


def test_another_users_manifest_does_not_exist(world: World) -> None:
    _, path = completed(world)

    assert world.api.as_user().call("GET", f"{path}/manifest").status == 404


def test_it_is_refused_before_the_extraction_is_completed(world: World) -> None:
    api = world.api.as_user()
    video_id = api.call("POST", "/videos", {"filename": "a.mp4", "size": 4}).json["id"]

    answer = api.call("GET", f"/videos/{video_id}/manifest")

    assert (answer.status, answer.json["code"]) == (409, "images_not_ready")


def test_it_expires_with_the_images(world: World) -> None:
    api, path = completed(world)
    key = keys.manifest(api.user_id, path.rpartition("/")[2], 1, 1)
    world.s3.delete_object(Bucket="images", Key=key)

    answer = api.call("GET", f"{path}/manifest")

    assert (answer.status, answer.json["code"]) == (410, "images_expired")


def test_one_that_lambda_cannot_answer_is_in_the_zip(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, path = completed(world)
    monkeypatch.setattr(limits, "MAX_IMAGE_ANSWER", 100)

    answer = api.call("GET", f"{path}/manifest")

    assert (answer.status, answer.json["code"]) == (413, "image_too_large")
    assert "zip" in answer.json["detail"]
