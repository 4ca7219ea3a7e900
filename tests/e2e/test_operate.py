"""The commands for a deployment, on the local cloud."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import ROOT
from tests.e2e.conftest import LocalCloud, User

pytestmark = pytest.mark.e2e


def operate(cloud: LocalCloud, *arguments: str) -> str:
    """What a command prints."""
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "operate", *arguments],
        cwd=ROOT,
        env=os.environ | {"STILLS_HOME": str(cloud.home), "STILLS_PORT": str(cloud.port)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_smoke_test_passes(cloud: LocalCloud) -> None:
    shown = operate(cloud, "smoke", "local").splitlines()

    assert [line.split()[0] for line in shown] == ["ok"] * len(shown)
    assert len(shown) >= 10


def test_the_logs_of_a_video_tell_its_way_through_the_functions(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    user.wait_for_mail(2)

    shown = operate(cloud, "logs", "local", video_id)

    assert "The job is done" in shown
    assert "The e-mail was sent" in shown


def test_a_failed_event_of_the_email_function_is_sent_again(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    user.wait_for_mail(2)
    message = {
        "type": "extraction.failed",
        "user_id": user.client.user_id(),
        "video_id": video_id,
        "extraction": 2,
        "at": "2026-11-24T00:00:00Z",
        "video_name": "again.mp4",
        "code": "not_a_video",
        "reason": "It is not a video.",
    }
    event = {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}}]}
    sqs = cloud.aws("sqs")
    dead = sqs.get_queue_url(QueueName="stills-local-email-dead-letters")["QueueUrl"]
    sqs.send_message(QueueUrl=dead, MessageBody=json.dumps({"requestPayload": event}))

    assert operate(cloud, "redrive", "local", "email") == "1 messages of email were sent on\n"

    assert "again.mp4" in user.wait_for_mail(3).subject


def test_the_status_shows_every_function(cloud: LocalCloud) -> None:
    shown = operate(cloud, "status", "local")

    for function in ("api_handler", "sweep", "worker", "email"):
        assert f"│ {function}" in shown
    assert cloud.outputs["api_url"] in shown
