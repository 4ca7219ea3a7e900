"""The installed command's client against the API on moto, with S3 and a worker that succeeds."""

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from stills_client import session
from stills_client.main import main
from stills_client.threads import Interruption
from tests.integration.api.conftest import shared_world, world  # noqa: F401 - fixtures
from tests.integration.api.steps import completed
from tests.integration.api.world import World

EMAIL, PASSWORD = "ada@example.com", "Correct-Horse-9"
METRICS = '"CloudWatchMetrics"'
"""The API, which runs in this process, prints its metrics."""

SERVICE = "https://stills.example.com/api"


@dataclass
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Cloud:
    """Answers what the command asks. `requests` are the methods and paths; `hook` may answer a
    request first, or raise what the network raises. `works` says whether jobs are done."""

    def __init__(self, at: World) -> None:
        self.world = at
        self.requests: list[tuple[str, str]] = []
        self.hook: Callable[[httpx.Request], httpx.Response | None] = lambda request: None
        self.works = True
        self._lock = Lock()  # neither Chalice nor moto may be called by two threads
        account = at.api.call("POST", "/accounts", {"email": EMAIL, "password": PASSWORD})
        at.api.call("POST", "/accounts/confirm", {"email": EMAIL, "code": "1"})
        self.user = at.api.as_user(account.json["id"], EMAIL)

    def count(self, method: str, ending: str) -> int:
        return sum(m == method and path.endswith(ending) for m, path in self.requests)

    def clients(self) -> tuple[httpx.Client, httpx.Client]:
        def client(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
            return httpx.Client(transport=httpx.MockTransport(self._locked(answer)))

        return client(self._api), client(self._s3)

    def _locked(
        self, answer: Callable[[httpx.Request], httpx.Response]
    ) -> Callable[[httpx.Request], httpx.Response]:
        def locked(request: httpx.Request) -> httpx.Response:
            with self._lock:
                self.requests.append((request.method, request.url.path))
                return self.hook(request) or answer(request)

        return locked

    def _api(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().removeprefix("/api")
        is_user = "authorization" in request.headers
        kept = ("idempotency-key", "if-none-match")
        headers = {n.title(): v for n, v in request.headers.items() if n in kept}
        api = self.user if is_user else self.world.api
        answer = api.call(request.method, path, request.content, **headers)
        for job in self.world.published() if self.works else []:
            if job["type"] == "extraction.requested":
                completed(self.world, job)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.content)

    def _s3(self, request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        bucket, key = request.url.host.split(".")[0], unquote(request.url.path.lstrip("/"))
        s3, query = self.world.s3, request.url.params
        if request.method == "POST":
            fields = _form(request)
            key = fields["key"].decode()
            s3.put_object(Bucket=bucket, Key=key, Body=fields["file"])
            self.world.object_created(key, len(fields["file"]))
            return httpx.Response(204)
        if request.method == "PUT":
            part = s3.upload_part(
                Bucket=bucket,
                Key=key,
                PartNumber=int(query["partNumber"]),
                UploadId=query["uploadId"],
                Body=request.read(),
            )
            return httpx.Response(200, headers={"ETag": part["ETag"]})
        span = request.headers.get("range")
        found = s3.get_object(Bucket=bucket, Key=key, **({"Range": span} if span else {}))
        return httpx.Response(206 if span else 200, content=found["Body"].read())


def _form(request: httpx.Request) -> dict[str, bytes]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts: Any = message_from_bytes(head + request.read()).get_payload()
    return {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        for part in parts
    }


@pytest.fixture
def cloud(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cloud:  # noqa: F811
    for name in ("STILLS_API_URL", "STILLS_PROFILE", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STILLS_PASSWORD", PASSWORD)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Interruption, "sleep", lambda interruption, seconds: interruption.check())
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    made = Cloud(world)
    monkeypatch.setattr(session, "clients", made.clients)
    return made


Stills = Callable[..., Ran]


@pytest.fixture
def stills(cloud: Cloud) -> Stills:
    def run(*arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(list(map(str, arguments)))
        told = [line for line in out.getvalue().splitlines(True) if METRICS not in line]
        return Ran(status, "".join(told), err.getvalue())

    return run


@pytest.fixture
def signed_in(stills: Stills) -> Stills:
    assert stills("login", "--api", SERVICE, "--email", EMAIL).status == 0
    return stills
