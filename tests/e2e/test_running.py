"""The local cloud explains why it cannot start, and keeps its data when it is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local.container.debian import can_build
from local.settings import ROOT
from tests.e2e.conftest import LocalCloud, User, free_port

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = pytest.mark.e2e


def run(home: Path, port: int, page_port: int = 4580) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "STILLS_HOME": str(home),
        "STILLS_PORT": str(port),
        "STILLS_PAGE_PORT": str(page_port),
    }
    return subprocess.run(
        [sys.executable, "-m", "local", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_second_run_says_that_one_is_running(cloud: LocalCloud) -> None:
    second = run(cloud.home, cloud.port)

    assert second.returncode == 1
    assert f"already up here (process {cloud.running.pid})" in second.stderr
    assert cloud.is_listening()


def test_an_error_about_a_taken_port_says_how_to_choose_another(
    cloud: LocalCloud, tmp_path: Path
) -> None:
    elsewhere = run(tmp_path, cloud.port)

    assert elsewhere.returncode == 1
    assert f"port {cloud.port} is taken" in elsewhere.stderr
    assert "STILLS_PORT=" in elsewhere.stderr
    assert "Traceback" not in elsewhere.stderr


def test_the_port_of_the_page_has_a_variable_of_its_own(cloud: LocalCloud, tmp_path: Path) -> None:
    elsewhere = run(tmp_path, free_port(), cloud.page_port)

    assert elsewhere.returncode == 1
    assert f"port {cloud.page_port} is taken" in elsewhere.stderr
    assert "STILLS_PAGE_PORT=" in elsewhere.stderr


@pytest.mark.skipif(not can_build(VERSION), reason="no image can be built here: see `make image`")
def test_the_worker_runs_as_the_image_that_is_deployed(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    user.client.wait(user.upload(clip), 120)

    log = (cloud.home / "logs" / "runner.log").read_text()
    assert "REPORT RequestId" in log  # by AWS's Runtime Interface Emulator


def test_a_killed_cloud_leaves_no_process_and_keeps_saved_data(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    cloud.wait_for_checkpoint()

    cloud.running.send_signal(signal.SIGKILL)
    cloud.running.wait()
    cloud.wait_until_silent()
    cloud.start()

    assert user.client.video(video_id)["status"] == "completed"
