"""The runner behaves as Lambda does, whatever a handler does."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.runner import host
from local.runner.server import Server

HANDLER = """
import os, subprocess, time

def handler(event, context):
    if "sleep" in event:
        time.sleep(event["sleep"])
    if "exit" in event:
        os._exit(event["exit"])
    if "raise" in event:
        raise ValueError(event["raise"])
    if "spawn" in event:
        child = subprocess.Popen(["sleep", "60"])
        open(event["spawn"], "w").write(str(child.pid))
        time.sleep(60)
    return {
        "process": os.getpid(),
        "bucket": os.environ["BUCKET"],
        "key": os.environ["AWS_ACCESS_KEY_ID"],
        "function": context.function_name,
        "request": context.aws_request_id,
        "remaining": context.get_remaining_time_in_millis(),
        "scratch": os.environ["TMPDIR"],
    }
"""


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "tiny_handler.py").write_text(HANDLER)
    monkeypatch.syspath_prepend(tmp_path)

    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener, partial(host.invoke, "tiny_handler.handler"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/worker"
    server.shutdown()
    server.server_close()


def invoke(url: str, event: dict[str, Any], timeout: float = 20) -> httpx.Response:
    function = {
        "FunctionName": "worker",
        "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:worker",
        "MemorySize": 512,
        "Timeout": 2,
        "Environment": {"Variables": {"BUCKET": "videos"}},
    }
    invocation = {
        "event": event,
        "function": function,
        "credentials": {"AWS_ACCESS_KEY_ID": "of the role"},
        "request_id": "request-1",
        "deadline_ms": int((time.time() + timeout) * 1000),
    }
    return httpx.post(url, json=invocation, timeout=30)


def test_a_handler_receives_the_environment_and_context_of_its_function(runner: str) -> None:
    answer = invoke(runner, {}).json()

    assert (answer["bucket"], answer["key"]) == ("videos", "of the role")
    assert (answer["function"], answer["request"]) == ("worker", "request-1")
    assert 0 < answer["remaining"] <= 20_000


def test_each_invocation_has_a_temporary_directory_that_is_deleted_afterwards(runner: str) -> None:
    first, second = invoke(runner, {}).json(), invoke(runner, {}).json()

    assert first["scratch"] != second["scratch"]
    assert not Path(first["scratch"]).exists()


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_a_web_page_invokes_nothing(runner: str, header: dict[str, str], tmp_path: Path) -> None:
    answer = httpx.post(runner, json={"spawn": str(tmp_path / "pid")}, headers=header)

    assert answer.status_code == 403
    assert not (tmp_path / "pid").exists()


def test_an_exception_is_a_failed_invocation(runner: str) -> None:
    response = invoke(runner, {"raise": "no such video"})

    assert response.status_code == 500
    assert response.json() == {"errorType": "ValueError", "errorMessage": "no such video"}


def test_a_crash_is_a_failed_invocation_and_the_next_one_works(runner: str) -> None:
    crashed = invoke(runner, {"exit": 3})

    assert crashed.status_code == 500
    assert crashed.json()["errorType"] == "Runtime.ExitError"
    assert crashed.json()["errorMessage"].endswith("exit status 3")
    assert invoke(runner, {}).status_code == 200


def test_a_handler_is_killed_at_its_deadline(runner: str) -> None:
    began = time.monotonic()

    response = invoke(runner, {"sleep": 60}, timeout=1)

    assert time.monotonic() - began < 10
    assert response.status_code == 500
    assert response.json() == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "Task timed out after 2.00 seconds",
    }


def test_the_children_of_a_killed_handler_are_killed_too(runner: str, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"

    invoke(runner, {"spawn": str(pid_file)}, timeout=5)

    state = Path(f"/proc/{pid_file.read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_invocations_run_in_parallel_each_in_its_own_process(runner: str) -> None:
    invoke(runner, {})  # starts the fork server
    began = time.monotonic()

    with ThreadPoolExecutor() as pool:
        answers = [r.json() for r in pool.map(lambda _: invoke(runner, {"sleep": 1}), range(3))]

    assert time.monotonic() - began < 2.5
    assert len({answer["process"] for answer in answers}) == 3
