"""Users upload a video, receive its images in a zip, and an e-mail when it is ready."""

import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from local.client import ApiError
from tests.e2e.conftest import JOBS, LocalCloud, User, changed_worker

pytestmark = pytest.mark.e2e


@pytest.fixture
def not_a_video(tmp_path: Path) -> Path:
    path = tmp_path / "letter.mp4"
    path.write_text("This is a letter, not a video.")
    return path


def test_a_video_becomes_a_zip_of_images_and_an_email(
    user: User, clip: Path, tmp_path: Path
) -> None:
    video_id = user.upload(clip, options={"interval": 1})

    video = user.client.wait(video_id, 120)

    assert (video["status"], video["error"]) == ("completed", None)
    assert video["progress"] == {"fraction": 1.0, "images": 4}
    archive = zipfile.ZipFile(user.client.download_archive(video_id, tmp_path / "images.zip"))
    images = [name for name in archive.namelist() if name.endswith(".jpg")]
    assert archive.testzip() is None
    assert len(images) == video["archive"]["images"] == 4
    assert "manifest.json" in archive.namelist()
    mail = user.wait_for_mail(2)
    assert mail.to == (user.email,)
    assert clip.name in mail.subject
    assert "4 images" in mail.text


def test_one_image_is_a_byte_range_of_the_archive(user: User, clip: Path) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)

    images = user.client.request("GET", f"/videos/{video_id}/images").json()["images"]
    url = user.client.request("GET", f"/videos/{video_id}/archive").json()["url"]
    first, last = images[0], images[-1]
    span = f"bytes={last['offset']}-{last['offset'] + last['size'] - 1}"
    ranged = httpx.get(url, headers={"Range": span})

    assert first["time"] == 0
    assert ranged.status_code == 206
    assert ranged.content.startswith(b"\xff\xd8")
    served = user.client.request("GET", f"/videos/{video_id}/images/{last['index']}")
    assert served.content == ranged.content


def test_a_plan_predicts_another_extraction(user: User, clip: Path) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    # The description of the video is in a message of its own, which may arrive last.
    LocalCloud.wait_until(lambda: user.client.video(video_id)["media"] is not None)
    video = user.client.video(video_id)
    options = {"interval": 0.5, "contact_sheet": True}

    plan = user.client.request("POST", f"/videos/{video_id}/plan", json={"options": options}).json()
    again = {"json": {"options": options}}
    user.client.request("POST", f"/videos/{video_id}/extractions", **again)
    done = user.client.wait(video_id, 120)

    assert video["media"]["codec"] == "h264"
    assert done["archive"]["images"] == plan["images"]
    assert plan["archive_size"] / 3 < done["archive"]["size"] < plan["archive_size"] * 3
    sheet = user.client.request("GET", f"/videos/{video_id}/extras/contact_sheet.jpg")
    assert sheet.headers["content-type"] == "image/jpeg"
    assert sheet.content.startswith(b"\xff\xd8")


def test_a_file_that_is_not_a_video_fails_with_a_reason_in_api_and_email(
    user: User, not_a_video: Path
) -> None:
    video = user.client.wait(user.upload(not_a_video), 120)

    assert video["status"] == "failed"
    assert video["error"]["code"] == "not_a_video"
    mail = user.wait_for_mail(2)
    assert not_a_video.name in mail.subject + mail.text


def test_only_a_failed_extraction_is_retried(user: User, clip: Path, not_a_video: Path) -> None:
    good, bad = user.upload(clip), user.upload(not_a_video)
    user.client.wait(good, 120)
    user.client.wait(bad, 120)

    retried = user.client.request("POST", f"/videos/{bad}/retry").json()
    with pytest.raises(ApiError) as refused:
        user.client.request("POST", f"/videos/{good}/retry")

    assert retried["extraction"] == 2
    assert refused.value.status == 409
    assert user.client.wait(bad, 120)["status"] == "failed"


def test_another_users_video_is_not_found(
    user: User, new_user: Callable[[], User], clip: Path
) -> None:
    video = user.client.create_video(clip)
    stranger = new_user()

    for method, path in (("GET", ""), ("GET", "/upload"), ("DELETE", ""), ("POST", "/retry")):
        with pytest.raises(ApiError) as refused:
            stranger.client.request(method, f"/videos/{video['id']}{path}")
        assert refused.value.status == 404


def test_a_request_without_a_token_is_refused(cloud: LocalCloud) -> None:
    answer = httpx.get(f"{cloud.outputs['api_url']}/videos")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_object_put_into_the_inbox_becomes_a_video_of_its_user(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    bucket, key = cloud.outputs["videos_bucket"], f"{user.client.user_id()}/inbox/{clip.name}"

    cloud.aws("s3").upload_file(str(clip), bucket, key)

    mail = user.wait_for_mail(2)
    (video,) = user.client.request("GET", "/videos").json()["videos"]
    assert (video["filename"], video["status"]) == (clip.name, "completed")
    assert clip.name in mail.subject


def test_a_large_file_is_uploaded_in_parts_and_can_be_resumed(user: User, tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    path.write_bytes(b"not a video at " * (5 * 1024 * 1024))  # 80 MiB
    video = user.client.create_video(path)
    first = video["upload"]["parts"][0]
    httpx.put(first["url"], content=path.read_bytes()[: first["size"]]).raise_for_status()

    resumed = user.client.request("GET", f"/videos/{video['id']}/upload").json()

    assert [part["number"] for part in resumed["received"]] == [1]
    assert [part["number"] for part in resumed["parts"]] == [2, 3, 4, 5]
    user.client.upload(video, path)
    assert user.client.wait(video["id"], 120)["error"]["code"] == "not_a_video"


def test_a_job_that_never_ends_goes_to_the_dead_letter_queue_and_fails_its_video(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    with unanswered() as endpoint, crippled_worker(cloud, endpoint, 3, 4):
        video_id = user.upload(clip)
        video = user.client.wait(video_id, 180)

    assert video["status"] == "failed"
    assert clip.name in user.wait_for_mail(2).subject
    user.client.request("POST", f"/videos/{video_id}/retry")
    assert user.client.wait(video_id, 120)["status"] == "completed"


def test_data_survives_a_restart(cloud: LocalCloud, user: User, clip: Path, tmp_path: Path) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)

    assert cloud.stop() == 0
    cloud.start()

    assert user.client.video(video_id)["status"] == "completed"
    archive = user.client.download_archive(video_id, tmp_path / "images.zip")
    assert zipfile.is_zipfile(archive)


def test_the_port_may_change_at_a_restart(
    cloud: LocalCloud, new_user: Callable[[], User], clip: Path
) -> None:
    cloud.move_to_another_port()

    user = new_user()
    assert user.client.wait(user.upload(clip), 60)["status"] == "completed"


def test_a_job_that_a_restart_interrupts_runs_again(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    with unanswered() as endpoint, crippled_worker(cloud, endpoint, 900, 5400):
        video_id = user.upload(clip)
        cloud.wait_until(lambda: jobs_in_flight(cloud) == 1)

    assert cloud.stop() == 0
    cloud.start()

    assert user.client.wait(video_id, 60)["status"] == "completed"


def jobs_in_flight(cloud: LocalCloud) -> int:
    queues = cloud.aws("sqs")
    url = queues.get_queue_url(QueueName=JOBS)["QueueUrl"]
    count = "ApproximateNumberOfMessagesNotVisible"
    answer = queues.get_queue_attributes(QueueUrl=url, AttributeNames=[count])
    return int(answer["Attributes"][count])


@contextmanager
def unanswered() -> Iterator[str]:
    """The URL of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def crippled_worker(
    cloud: LocalCloud, s3_endpoint: str, timeout: int, visibility: int
) -> AbstractContextManager[None]:
    """Makes the worker wait for S3 until it is killed after `timeout` seconds. The queue delivers
    its job again after `visibility` seconds."""
    queue = {"VisibilityTimeout": str(visibility)}
    return changed_worker(cloud, s3_endpoint=s3_endpoint, queue=queue, Timeout=timeout)
