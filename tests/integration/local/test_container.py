"""An execution environment confines and ends the worker as Lambda does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from local.container import debian
from local.container.environment import ExecutionEnvironment, execution_environment
from local.container.image import Image, build
from local.container.pool import Pool
from local.runner.invocation import Context, Invocation, InvocationError
from local.settings import ROOT

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
GROUPS = Path("/sys/fs/cgroup")
FILE = "/tmp/file"  # noqa: S108 - in the environment, not here

pytestmark = pytest.mark.skipif(
    not debian.can_build(VERSION), reason="no image can be built here: see `make image`"
)

HANDLER = """
import os, pathlib, time

def handler(event, context):
    if "sleep" in event:
        time.sleep(event["sleep"])
    if "exit" in event:
        os._exit(event["exit"])
    if "raise" in event:
        raise ValueError(event["raise"])
    if "megabytes" in event:
        return len(bytearray(event["megabytes"] << 20))
    if "write" in event:
        with open(event["write"], "wb") as file:
            for _ in range(event.get("times", 1)):
                file.write(bytes(1 << 20))
    return {
        "process": os.getpid(),
        "user": os.getuid(),
        "capabilities": int(next(line.split()[1] for line in open("/proc/self/status")
                                 if line.startswith("CapEff")), 16),
        "environment": sorted(os.environ),
        "processes": [name for name in os.listdir("/proc") if name.isdigit()],
        "shared_memory": os.path.exists("/dev/shm"),
        "function": context.function_name,
        "started": os.stat("/mnt").st_ctime_ns,
    }
"""

START = f"""
import runpy, sys
open("/tmp/tiny.py", "w").write({HANDLER!r})
sys.path.insert(0, "/tmp")
sys.argv[:] = ["awslambdaric", "tiny.handler"]
runpy.run_module("awslambdaric", run_name="__main__")
"""


@pytest.fixture(scope="module")
def image() -> Image:
    """The worker's image, with a small handler in place of the worker's."""
    return replace(build(VERSION, print), command=("python", "-c", START))


@pytest.fixture(scope="module")
def environment(image: Image) -> Iterator[ExecutionEnvironment]:
    with execution_environment(image, {"BUCKET": "videos"}, memory=256, timeout=2) as running:
        yield running


def test_a_function_is_nobody_and_sees_only_what_lambda_shows(
    environment: ExecutionEnvironment,
) -> None:
    seen = environment.invoke({})

    assert seen["user"] == 993
    assert seen["capabilities"] == 0
    assert not seen["shared_memory"]
    assert "BUCKET" in seen["environment"]
    assert not {"HOME", "USER", "PYTHONPATH"} & set(seen["environment"])
    assert str(os.getpid()) not in seen["processes"]


@pytest.mark.parametrize("path", ["/var/task/file", "/etc/file", "/dev/file", "/mnt/file"])
def test_a_function_can_write_only_to_its_temporary_directory(
    environment: ExecutionEnvironment, path: str
) -> None:
    environment.invoke({"write": FILE})

    with pytest.raises(InvocationError) as refused:
        environment.invoke({"write": path})
    assert refused.value.error_type in ("OSError", "PermissionError")


def test_the_temporary_directory_has_512_megabytes(image: Image) -> None:
    with execution_environment(image, {}, memory=2048, timeout=60) as environment:
        environment.invoke({"write": FILE, "times": 500})
        with pytest.raises(InvocationError, match="No space left"):
            environment.invoke({"write": FILE, "times": 513})


def test_an_exception_is_a_failed_invocation(environment: ExecutionEnvironment) -> None:
    with pytest.raises(InvocationError, match="no such video") as failed:
        environment.invoke({"raise": "no such video"})
    assert failed.value.error_type == "ValueError"


def test_a_handler_is_ended_at_its_timeout_and_the_next_invocation_works(
    environment: ExecutionEnvironment,
) -> None:
    with pytest.raises(InvocationError, match=r"timed out after 2\.00 seconds") as failed:
        environment.invoke({"sleep": 60})
    assert failed.value.error_type == "Sandbox.Timedout"
    assert environment.invoke({})["user"] == 993


def test_an_exit_is_a_failed_invocation_and_the_next_one_works(
    environment: ExecutionEnvironment,
) -> None:
    with pytest.raises(InvocationError) as failed:
        environment.invoke({"exit": 3})
    assert failed.value.error_type == "Runtime.ExitError"
    assert environment.invoke({})["user"] == 993


@pytest.mark.skipif(not os.access(GROUPS / "memory", os.W_OK), reason="no memory control groups")
def test_a_handler_that_takes_more_than_its_memory_is_killed(
    environment: ExecutionEnvironment,
) -> None:
    assert environment.invoke({"megabytes": 100}) == 100 << 20

    with pytest.raises(InvocationError) as failed:
        environment.invoke({"megabytes": 300})
    assert failed.value.error_type == "Runtime.ExitError"
    assert environment.invoke({})["user"] == 993


HOLD = """
import sys
from pathlib import Path
from local.container.environment import execution_environment
from local.container.image import Image
image = Image(Path(sys.argv[1]), "/var/task", ("sleep", sys.argv[2]))
with execution_environment(image, {}, memory=256, timeout=2):
    print("up", flush=True)
    sys.stdin.read()
"""


def test_nothing_is_left_when_the_process_that_started_it_is_killed(image: Image) -> None:
    marker = f"{os.getpid()}.5"
    groups = groups_of_memory()
    holder = subprocess.Popen(  # noqa: S603 - the command is ours
        [sys.executable, "-c", HOLD, image.files, marker],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"up\n"

    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    deadline = time.monotonic() + 10
    while (running(marker) or groups_of_memory() - groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(marker)
    assert not groups_of_memory() - groups


def running(marker: str) -> list[str]:
    """The command lines that contain the marker."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(process.read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [line for line in lines if marker in line]


def groups_of_memory() -> set[Path]:
    return set(GROUPS.glob("memory/stills-*")) | set(GROUPS.glob("stills-*"))


def an_invocation(event: Any, memory: int = 256) -> Invocation:
    context = Context("worker", "arn", memory, "request-1", 0)
    return Invocation(event, context, {"BUCKET": "videos"}, timeout=5)


@pytest.fixture
def pool(image: Image) -> Iterator[Pool]:
    pool = Pool(image, {"AWS_REGION": "us-east-1"})
    yield pool
    pool.close()


def test_an_environment_is_used_again_until_the_configuration_changes(pool: Pool) -> None:
    first = pool.invoke(an_invocation({}))
    with pytest.raises(InvocationError):
        pool.invoke(an_invocation({"raise": "no such video"}))
    second = pool.invoke(an_invocation({}))
    other = pool.invoke(an_invocation({}, memory=512))

    assert first["function"] == "worker"
    assert {"BUCKET", "AWS_REGION"} <= set(first["environment"])
    assert first["started"] == second["started"] != other["started"]
