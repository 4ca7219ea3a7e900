"""Multipart uploads: URLs of parts, resuming, checking, aborting."""

import pytest

MIB = 2**20


@pytest.fixture
def small_parts(monkeypatch):
    """S3 takes no part below 5 MiB but the last; 12 MiB make three parts."""
    monkeypatch.setattr("chalicelib.limits.SINGLE_UPLOAD_MAX", 1)
    monkeypatch.setattr("chalicelib.limits.PART_SIZE", 5 * MIB)


def announced(api, size=12 * MIB):
    answer = api.call("POST", "/videos", {"filename": "a.mp4", "size": size})
    assert answer.status == 201
    return answer.json


def send(world, api, video_id, number, size):
    record = world.services.videos.get(api.user_id, video_id)
    answer = world.s3.upload_part(
        Bucket="videos",
        Key=record.source_key,
        UploadId=record.upload_id,
        PartNumber=number,
        Body=bytes(size),
    )
    return {"number": number, "etag": answer["ETag"]}


def sent(world, api, video_id):
    return [send(world, api, video_id, n, 5 * MIB if n < 3 else 2 * MIB) for n in (1, 2, 3)]


def test_a_large_video_gets_the_url_of_each_part(world, small_parts):
    upload = announced(world.api.as_user())["upload"]

    assert (upload["method"], upload["part_size"], upload["part_count"]) == (
        "multipart",
        5 * MIB,
        3,
    )
    assert [part["size"] for part in upload["parts"]] == [5 * MIB, 5 * MIB, 2 * MIB]


def test_an_interrupted_upload_resumes_with_the_missing_parts(world, small_parts):
    api = world.api.as_user()
    video = announced(api)
    send(world, api, video["id"], 2, 5 * MIB)

    upload = api.call("GET", f"/videos/{video['id']}/upload").json

    assert [part["number"] for part in upload["received"]] == [2]
    assert [part["number"] for part in upload["parts"]] == [1, 3]


def test_urls_come_in_batches(world, small_parts, monkeypatch):
    monkeypatch.setattr("chalicelib.limits.PARTS_IN_A_BATCH", 2)

    upload = announced(world.api.as_user())["upload"]

    assert [part["number"] for part in upload["parts"]] == [1, 2]


def test_complete_puts_the_parts_together_and_queues_the_video(world, small_parts):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    parts = sent(world, api, video_id)

    answer = api.call("POST", f"/videos/{video_id}/upload/complete", {"parts": parts})
    again = api.call("POST", f"/videos/{video_id}/upload/complete", {"parts": parts})

    assert (answer.status, answer.json["status"]) == (200, "queued")
    assert again.status == 200
    assert len(world.published()) == 1


def test_wrong_parts_are_named_and_can_be_corrected(world, small_parts):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    parts = [send(world, api, video_id, 1, 5 * MIB), send(world, api, video_id, 2, 5 * MIB)]
    path = f"/videos/{video_id}/upload/complete"

    missing = api.call("POST", path, {"parts": parts})
    parts.append(send(world, api, video_id, 3, 2 * MIB))
    wrong = api.call("POST", path, {"parts": [*parts[:2], {"number": 3, "etag": "wrong"}]})
    unlisted = api.call("POST", path, {"parts": parts[:2]})
    right = api.call("POST", path, {"parts": parts})

    assert (missing.status, missing.json["code"]) == (400, "parts_mismatch")
    assert missing.json["errors"][0] == {"field": "parts.3", "rule": "is missing"}
    assert wrong.json["errors"][0]["field"] == "parts.3.etag"
    assert unlisted.json["errors"][0]["field"] == "parts"
    assert right.status == 200


def test_an_upload_without_a_file_cannot_be_completed(world):
    api = world.api.as_user()
    video_id = announced(api, size=5)["id"]

    answer = api.call("POST", f"/videos/{video_id}/upload/complete", {})

    assert (answer.status, answer.json["code"]) == (409, "upload_incomplete")


def test_abort_drops_the_parts_and_ends_the_upload(world, small_parts):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    send(world, api, video_id, 1, 5 * MIB)

    assert api.call("DELETE", f"/videos/{video_id}/upload").status == 204

    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="videos")
    assert api.call("GET", f"/videos/{video_id}/upload").status == 409
    assert api.call("POST", f"/videos/{video_id}/upload/complete").status == 409


def test_a_part_that_is_replaced_at_the_same_time_is_no_error_of_ours(
    world, small_parts, monkeypatch
):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    sent(world, api, video_id)
    listed = world.services.objects.parts

    def then_replaced(key, upload_id):
        found = listed(key, upload_id)
        world.s3.upload_part(
            Bucket="videos", Key=key, UploadId=upload_id, PartNumber=2, Body=b"1" * 5 * MIB
        )
        return found

    with monkeypatch.context() as patch:
        patch.setattr(world.services.objects, "parts", then_replaced)
        refused = api.call("POST", f"/videos/{video_id}/upload/complete", {})

    assert (refused.status, refused.json["code"]) == (400, "parts_mismatch")
    assert api.call("POST", f"/videos/{video_id}/upload/complete", {}).status == 200


def test_of_two_uploads_of_a_file_none_stays_open(world, small_parts):
    api = world.api.as_user()
    video_id = announced(api)["id"]
    key = world.services.videos.get(api.user_id, video_id).source_key
    world.s3.create_multipart_upload(Bucket="videos", Key=key)  # by a function that then died
    sent(world, api, video_id)

    api.call("POST", f"/videos/{video_id}/upload/complete", {})

    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="videos")
