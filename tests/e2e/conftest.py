"""The local cloud for the tests, with its own state and its own ports, and its users. The fixtures
are in tests/conftest.py, so that all tests share one cloud."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.client import Client
from local.mailbox import Mail, mails_to, wait_for_mail
from local.ports import free_ports
from local.settings import CREDENTIALS, REGION, ROOT

UP_SECONDS = 270
PASSWORD = "Correct-Horse-9"


def free_port() -> int:
    return free_ports(1)[0]


@dataclass
class LocalCloud:
    """`make run`, in its own process."""

    home: Path
    port: int
    page_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    outputs: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        environment = os.environ | {
            "STILLS_HOME": str(self.home),
            "STILLS_PORT": str(self.port),
            "STILLS_PAGE_PORT": str(self.page_port),
        }
        command = [sys.executable, "-m", "local", "run"]
        written = self.home / "outputs.json"
        written.unlink(missing_ok=True)
        with (self.home / "run.log").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + UP_SECONDS
        while not written.exists():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.process.terminate()  # it ends what it started
                self.process.wait(60)
                pytest.fail(f"make run did not come up:\n{(self.home / 'run.log').read_text()}")
            time.sleep(0.1)
        self.outputs = json.loads(written.read_text())

    def stop(self) -> int:
        """Stops it with SIGTERM, as a terminal that closes does, and returns its exit code."""
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(60)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    def aws(self, service: str) -> Any:
        client: Any = boto3.client  # its overloads want each service's name as a literal
        return client(
            service,
            endpoint_url=self.outputs["endpoint_url"],
            region_name=REGION,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        )

    def move_to_another_port(self) -> None:
        assert self.stop() == 0
        self.port = free_port()
        self.start()

    def wait_for_checkpoint(self) -> None:
        """Waits until the emulator has saved its state again."""
        saved, began = self.home / "state" / "dynamodb.json", time.time()
        self.wait_until(lambda: saved.stat().st_mtime > began)

    def wait_until_silent(self) -> None:
        self.wait_until(lambda: not self.is_listening())

    @staticmethod
    def wait_until(happened: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


WORKER = "stills-local-worker"
JOBS = "stills-local-jobs"


@contextmanager
def changed_worker(
    cloud: LocalCloud,
    *,
    s3_endpoint: str | None = None,
    queue: Mapping[str, str] | None = None,
    **configuration: int,
) -> Iterator[None]:
    """Gives the worker another `Timeout` or `MemorySize` and another S3, and the jobs queue other
    attributes, by the API of AWS."""
    functions, queues = cloud.aws("lambda"), cloud.aws("sqs")
    url = queues.get_queue_url(QueueName=JOBS)["QueueUrl"]
    before = functions.get_function_configuration(FunctionName=WORKER)
    variables = before["Environment"]["Variables"]
    changed = variables | ({"AWS_ENDPOINT_URL_S3": s3_endpoint} if s3_endpoint else {})
    names = list(queue or {})
    shown = queues.get_queue_attributes(QueueUrl=url, AttributeNames=names) if names else {}
    functions.update_function_configuration(
        FunctionName=WORKER, Environment={"Variables": changed}, **configuration
    )
    if queue:
        queues.set_queue_attributes(QueueUrl=url, Attributes=queue)
    try:
        yield
    finally:
        functions.update_function_configuration(
            FunctionName=WORKER,
            Environment={"Variables": variables},
            **{name: before[name] for name in configuration},
        )
        if queue:
            queues.set_queue_attributes(QueueUrl=url, Attributes=shown["Attributes"])


@dataclass(frozen=True)
class User:
    client: Client
    email: str
    mail_url: str

    def mails(self) -> list[Mail]:
        return mails_to(self.mail_url, self.email)

    def wait_for_mail(self, number: int) -> Mail:
        return wait_for_mail(self.mail_url, self.email, number)

    def upload(self, path: Path, **fields: Any) -> str:
        """Returns the id of the video."""
        video = self.client.create_video(path, **fields)
        self.client.upload(video, path)
        identity: str = video["id"]
        return identity
