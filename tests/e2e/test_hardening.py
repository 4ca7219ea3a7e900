"""Nobody but this user and programs of this machine can use or read the local cloud."""

import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import LocalCloud, User

pytestmark = pytest.mark.e2e

MOST_PROCESSES = 8
"""Of one function: see local.emulator."""


def test_a_web_page_can_erase_nothing(cloud: LocalCloud, user: User) -> None:
    url = f"{cloud.outputs['endpoint_url']}/_ministack/reset"

    foreign = httpx.post(url, headers={"Origin": "https://evil.example"}, trust_env=False)
    rebound = httpx.post(url, headers={"Host": f"evil.example:{cloud.port}"}, trust_env=False)

    assert (foreign.status_code, rebound.status_code) == (403, 403)
    assert user.client.request("GET", "/accounts/me").json()["email"] == user.email


def test_only_this_user_can_read_what_is_stored(cloud: LocalCloud, user: User, clip: Path) -> None:
    user.upload(clip)
    cloud.wait_for_checkpoint()

    for name in ("state", "objects", "logs", "tmp"):
        assert stat.S_IMODE((cloud.home / name).stat().st_mode) == 0o700, name
    files = [path for path in (cloud.home / "state").rglob("*") if path.is_file()]
    assert files
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in files} == (
        {path.name: oct(0o600) for path in files}
    )


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="counts processes in /proc")
def test_a_hundred_requests_at_once_share_a_few_processes(cloud: LocalCloud, user: User) -> None:
    def request(_: int) -> int:
        return user.client.request("GET", "/videos").status_code

    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(request, range(100)))

    assert set(statuses) == {200}
    assert 1 < processes_of(cloud, "stills-local") <= MOST_PROCESSES


def processes_of(cloud: LocalCloud, function: str) -> int:
    """How many processes run a function of this cloud."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended, or belongs to somebody else
            variables = (process / "environ").read_bytes().split(b"\0")
            wanted = (f"AWS_LAMBDA_FUNCTION_NAME={function}", f"TMPDIR={cloud.home / 'tmp'}")
            found += all(each.encode() in variables for each in wanted)
    return found


def test_an_event_that_is_under_way_survives_a_kill(
    cloud: LocalCloud, user: User, clip: Path
) -> None:
    bucket, key = cloud.outputs["videos_bucket"], f"{user.client.user_id()}/inbox/{clip.name}"
    events = cloud.home / "state" / "events"
    cloud.wait_for_checkpoint()  # it knows the user

    cloud.aws("s3").upload_file(str(clip), bucket, key)
    assert list(events.glob("*.json"))
    os.kill(cloud.running.pid, signal.SIGKILL)
    cloud.running.wait()
    cloud.wait_until_silent()
    cloud.start()

    LocalCloud.wait_until(lambda: bool(user.client.request("GET", "/videos").json()["videos"]), 60)
    LocalCloud.wait_until(lambda: not list(events.glob("*.json")), 60)
