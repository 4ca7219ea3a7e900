"""Workers and the emulator are killed at random moments, and everything ends rightly all the same.

A job whose worker was killed is handed on after two minutes of silence, so this takes minutes.
`make kills` kills more than `make test` does.
"""

import io
import os
import random
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from local.clips import make_clip
from tests.e2e.conftest import LocalCloud, User

WORKER_KILLS = int(os.environ.get("KILLS", "2"))
CLOUD_KILLS = max(1, WORKER_KILLS // 3)
MOST_KILLS_OF_A_VIDEO = 3  # after five attempts an extraction fails
ENDS_WITHIN = 900  # seconds
OPTIONS = {"interval": 0.1}

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc"),
]


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 400 images, which take a worker a few seconds."""
    path = tmp_path_factory.mktemp("clips") / "long.mp4"
    return make_clip(path, seconds=40, width=640, height=360)


def test_every_job_of_a_killed_worker_is_done_once(
    cloud: LocalCloud, new_user: Callable[[], User], long_clip: Path
) -> None:
    users = [new_user() for _ in range(1 + WORKER_KILLS // 4)]
    videos = [(user, user.upload(long_clip, options=OPTIONS)) for user in users for _ in range(3)]

    kill_workers(WORKER_KILLS, most=MOST_KILLS_OF_A_VIDEO * len(videos), cloud=cloud)

    for user, video_id in videos:
        assert user.client.wait(video_id, ENDS_WITHIN)["status"] == "completed"
        check_images(user, video_id)
    for user in users:
        user.wait_for_mail(4)
        time.sleep(2)
        assert len(user.mails()) == 4  # one for the account, one for each video


def test_every_upload_ends_though_the_cloud_is_killed(
    cloud: LocalCloud, new_user: Callable[[], User], long_clip: Path
) -> None:
    user = new_user()
    videos = [user.upload(long_clip, options=OPTIONS) for _ in range(3)]
    cloud.wait_for_checkpoint()  # what the emulator forgets is not lost by the service

    for _ in range(CLOUD_KILLS):
        time.sleep(random.uniform(0.5, 6))
        cloud.running.send_signal(signal.SIGKILL)
        cloud.running.wait()
        cloud.wait_until_silent()
        cloud.start()

    for video_id in videos:
        assert user.client.wait(video_id, ENDS_WITHIN)["status"] == "completed"
        check_images(user, video_id)


def kill_workers(count: int, *, most: int, cloud: LocalCloud) -> None:
    """Kills workers while they run, each after a random moment."""
    assert count <= most
    killed: set[int] = set()
    deadline = time.monotonic() + ENDS_WITHIN
    while len(killed) < count:
        assert time.monotonic() < deadline, f"only {len(killed)} workers ran"
        for process in set(workers(cloud)) - killed:
            time.sleep(random.uniform(0, 1))
            with suppress(ProcessLookupError):  # it had just ended
                os.kill(process, signal.SIGKILL)
                killed.add(process)
            break
        time.sleep(0.2)


def workers(cloud: LocalCloud) -> Iterator[int]:
    """The processes that run jobs: the runner's grandchildren, without what those started."""
    parents = dict(_parents())
    for process, parent in parents.items():
        runner = parents.get(parent, 0)
        if parents.get(runner) == cloud.running.pid and b"local.runner" in _command(runner):
            yield process


def _parents() -> Iterator[tuple[int, int]]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = status.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                yield int(status.parent.name), int(fields[1])


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def check_images(user: User, video_id: str) -> None:
    """There is one archive, it is whole, and it agrees with its record."""
    record = user.client.video(video_id)["archive"]
    link = user.client.request("GET", f"/videos/{video_id}/archive").json()
    data = httpx.get(link["url"], trust_env=False).content
    assert len(data) == record["size"] == link["size"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        images = [name for name in archive.namelist() if name.endswith(".jpg")]
    assert len(images) == record["images"] == link["images"]
