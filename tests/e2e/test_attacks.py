"""Hostile paths, names, mails and files against the whole system; what it logs about them."""

import http.client
import json
import re
import shutil
import zipfile
from contextlib import closing
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import httpx
import pytest

from local.client import ApiError
from local.mailbox import wait_for_mail
from tests.attacks import DESCRIPTION, INBOX_NAMES, MARK, NAMES, REFUSED_NAMES, polyglots
from tests.e2e.conftest import LocalCloud, User

pytestmark = pytest.mark.e2e

MAIL_SECONDS = 300
PATHS = ("/../videos", "/%2e%2e/videos", "/videos/../../x", "/videos/..%2f..%2f", "/nothing")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_no_route_is_answered_with_a_problem(cloud: LocalCloud, path: str) -> None:
    api = urlsplit(cloud.outputs["api_url"])
    # It sends a path as it is.
    with closing(http.client.HTTPConnection(api.netloc)) as connection:
        connection.request("GET", api.path + path)
        answer = connection.getresponse()
        problem = json.loads(answer.read())

    assert answer.getheader("Content-Type") == "application/problem+json"
    assert (answer.status, problem["status"], problem["code"]) == (404, 404, "no_such_route")


@pytest.mark.parametrize("name", REFUSED_NAMES)
def test_a_name_with_unprintable_characters_is_refused(user: User, clip: Path, name: str) -> None:
    with pytest.raises(ApiError) as refused:
        user.client.request("POST", "/videos", json={"filename": name, "size": 5})

    assert refused.value.status == 400


def test_hostile_names_become_no_path_header_or_markup(
    user: User, clip: Path, tmp_path: Path
) -> None:
    chosen = {"count": 1, "names": "{name}_{index}"}
    ids = {name: user.upload(clip, filename=name, options=chosen) for name in NAMES}

    for name, video_id in ids.items():
        assert user.client.wait(video_id, 180)["status"] == "completed", name
        url = user.client.request("GET", f"/videos/{video_id}/archive").json()["url"]
        answer = httpx.get(url, trust_env=False)
        saved = saved_as(answer.headers["Content-Disposition"])
        assert not set(saved) & set('/\\:*?"<>|\r\n'), saved
        assert not re.search(r"\.\.|%2f|%5c", saved, re.IGNORECASE), saved
        archive = tmp_path / f"{video_id}.zip"
        archive.write_bytes(answer.content)
        for entry in zipfile.ZipFile(archive).namelist():
            assert PurePosixPath(entry).name == entry
            assert entry[0] not in ".-=+@"
    wait_for_mail(user.mail_url, user.email, 1 + len(NAMES), MAIL_SECONDS)
    for mail in user.mails()[1:]:
        assert "\n" not in mail.subject
        assert mail.html is not None
        assert "<script>" not in mail.html


def saved_as(header: str) -> str:
    """The name that a client reads from the header."""
    message = Message()
    message["Content-Disposition"] = re.sub(r' filename="[^"]*";', "", header)
    name = message.get_filename()
    assert name
    return name


def test_hostile_names_in_an_inbox_are_made_printable(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    s3, bucket = cloud.aws("s3"), cloud.outputs["videos_bucket"]
    prefix = f"{user.client.user_id()}/inbox/"
    for number, name in enumerate(INBOX_NAMES):
        s3.upload_file(str(clip), bucket, f"{prefix}{number}{name}")

    LocalCloud.wait_until(lambda: len(videos_of(user)) == len(INBOX_NAMES), 120)

    for video in videos_of(user):
        assert video["filename"].isprintable()
        assert user.client.wait(video["id"], 180)["status"] == "completed"
    wait_for_mail(user.mail_url, user.email, 1 + len(INBOX_NAMES), MAIL_SECONDS)
    for mail in user.mails()[1:]:
        assert mail.subject.isprintable()
        assert "<img src=x" not in (mail.html or "")
        assert not any(line.startswith("Bcc") for line in mail.text.splitlines())


def videos_of(user: User) -> list[dict[str, str]]:
    videos: list[dict[str, str]] = user.client.request("GET", "/videos").json()["videos"]
    return videos


def test_a_polyglot_is_a_video_or_is_refused_and_nothing_else(
    user: User, clip: Path, tmp_path: Path
) -> None:
    files = polyglots(tmp_path, clip)
    ids = {path.name: user.upload(path, options={"count": 1}) for path in files}

    ends = {name: user.client.wait(video_id, 180) for name, video_id in ids.items()}

    for name, video in ends.items():
        if name.endswith("-after-video.mp4"):
            assert video["status"] == "completed", name
        else:
            assert (video["status"], video["error"]["code"]) == ("failed", "not_a_video"), name


def test_the_logs_of_a_run_contain_no_secret(
    cloud: LocalCloud, user: User, clip: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / f"secret {MARK}.mp4"
    shutil.copy(clip, renamed)
    video_id = user.upload(renamed, description=DESCRIPTION)
    broken = tmp_path / f"broken {MARK}.mp4"
    broken.write_bytes(b"not a video")
    user.client.wait(video_id, 180)
    user.client.wait(user.upload(broken), 180)
    wait_for_mail(user.mail_url, user.email, 3, MAIL_SECONDS)
    url = user.client.request("GET", f"/videos/{video_id}/archive").json()["url"]
    token = user.client.token

    lines = logged(cloud)

    assert sum(video_id in line for line in lines) >= 3  # the API, the worker and the e-mail
    secrets = {
        "the token": token,
        "its signature": token.rpartition(".")[2],
        "the address": user.email,
        "the name": MARK,
        "a presigned URL": "X-Amz-Signature",
        "the link": re.search(r"X-Amz-Signature=(\w+)", url)[1],  # type: ignore[index]
        "the description": "evil.example",
    }
    found = {
        what: line[:300] for what, secret in secrets.items() for line in lines if secret in line
    }
    assert not found


def logged(cloud: LocalCloud) -> list[str]:
    """Every line that a function of the system wrote, and the access log."""
    logs = cloud.aws("logs")
    pages = logs.get_paginator("describe_log_groups").paginate()
    groups = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    lines = (cloud.home / "logs" / "runner.log").read_text(errors="replace").splitlines()
    for group in groups:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            lines += [line for event in page["events"] for line in event["message"].splitlines()]
    return lines
