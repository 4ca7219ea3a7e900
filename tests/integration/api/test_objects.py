"""The two buckets."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.errors import Unavailable
from chalicelib.videos.objects import ObjectStore, Part
from tests.integration.api.world import World


@pytest.fixture
def objects(world: World) -> ObjectStore:
    store: ObjectStore = world.services.objects
    return store


def keys_in(world: World, bucket: str) -> list[str]:
    found = world.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return [item["Key"] for item in found]


def test_an_object_that_does_not_exist_has_no_size(objects: ObjectStore) -> None:
    assert objects.video("ada/video/source") is None


def test_parts_are_those_that_s3_has(world: World, objects: ObjectStore) -> None:
    upload_id = objects.start_multipart("ada/video/source")
    answer = world.s3.upload_part(
        Bucket="videos", Key="ada/video/source", UploadId=upload_id, PartNumber=2, Body=b"part"
    )

    assert objects.parts("ada/video/source", upload_id) == [Part(2, 4, answer["ETag"].strip('"'))]
    objects.abort_multipart("ada/video/source", upload_id)
    assert objects.parts("ada/video/source", upload_id) is None
    objects.abort_multipart("ada/video/source", upload_id)  # once more is not an error


def test_an_archive_that_was_not_completed_is_aborted(world: World, objects: ObjectStore) -> None:
    key = "ada/video/1/1/images.zip"
    world.s3.create_multipart_upload(Bucket="images", Key=key)

    objects.abort_uploads("ada/video/")

    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="images")


def test_an_object_is_moved_from_the_inbox(world: World, objects: ObjectStore) -> None:
    tag = world.s3.put_object(Bucket="videos", Key="ada/inbox/a", Body=b"a")["ETag"].strip('"')

    assert objects.move_from_inbox("ada/inbox/a", tag, "ada/video/source")

    assert keys_in(world, "videos") == ["ada/video/source"]


def test_an_object_that_is_gone_is_not_moved(objects: ObjectStore) -> None:
    assert not objects.move_from_inbox("ada/inbox/a", "tag", "ada/video/source")


def test_an_archive_is_downloaded_under_a_safe_name(objects: ObjectStore) -> None:
    query = parse_qs(urlsplit(objects.presign_archive("key", "Zürich.zip")).query)

    assert query["response-content-disposition"] == [
        "attachment; filename=\"Zurich.zip\"; filename*=UTF-8''Z%C3%BCrich.zip"
    ]
    assert query["X-Amz-Expires"] == ["3600"]


def test_deleting_a_prefix_keeps_chosen_keys(world: World, objects: ObjectStore) -> None:
    for bucket in ("videos", "images"):
        for key in ("ada/1", "ada/2", "bob/1"):
            world.s3.put_object(Bucket=bucket, Key=key, Body=b"x")

    objects.delete_all("ada/", keep=lambda key: key == "ada/2")

    assert keys_in(world, "videos") == keys_in(world, "images") == ["ada/2", "bob/1"]


def test_an_object_that_cannot_be_deleted_is_an_outage(
    world: World, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.s3.put_object(Bucket="images", Key="ada/1", Body=b"x")

    def fail(**_: Any) -> dict[str, Any]:
        return {"Errors": [{"Key": "ada/1", "Code": "InternalError"}]}

    monkeypatch.setattr(objects._s3, "delete_objects", fail)

    with pytest.raises(Unavailable):
        objects.delete_images("ada/", keep=lambda key: False)
