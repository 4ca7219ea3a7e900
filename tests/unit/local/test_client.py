"""The client says what the API refused, uploads in parts, and never leaves half a download."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.client import ApiError, Client

PARTS = 4


class Api(ThreadingHTTPServer):
    """An API that hands out one presigned part at a time, and whose archive breaks off."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.received: dict[int, bytes] = {}
        self.completed: list[dict[str, Any]] = []
        self.statuses = ["queued", "processing", "completed"]

    def next_upload(self) -> dict[str, Any]:
        missing = [number for number in range(1, PARTS + 1) if number not in self.received][:1]
        parts = [{"number": n, "size": 10, "url": f"{self.url}/part/{n}"} for n in missing]
        return {"method": "PUT", "part_size": 10, "parts": parts}


class _Request(BaseHTTPRequestHandler):
    server: Api

    def do_GET(self) -> None:
        if self.path.endswith("/upload"):
            self._answer(self.server.next_upload())
        elif self.path.endswith("/archive"):
            self._answer({"url": f"{self.server.url}/broken.zip"})
        elif self.path == "/broken.zip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"PK")
        else:
            self._answer({"id": "1", "status": self.server.statuses.pop(0)})

    def do_PUT(self) -> None:
        number = int(self.path.rpartition("/")[2])
        self.server.received[number] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({}, {"ETag": f'"{number}"'})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.completed = body["parts"]
        self._answer({})

    def _answer(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self.send_response(200)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def client(api: Api) -> Iterator[Client]:
    client = Client(api.url)
    yield client
    client.close()


def test_a_large_file_is_sent_in_the_parts_that_the_api_asks_for(
    api: Api, client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"".join(b"%d" % number * 10 for number in range(PARTS)))
    sent: list[int] = []

    client.upload({"id": "1", "upload": api.next_upload()}, path, sent.append)

    assert b"".join(api.received[number] for number in sorted(api.received)) == path.read_bytes()
    assert api.completed == [{"number": n, "etag": f'"{n}"'} for n in range(1, PARTS + 1)]
    assert sum(sent) == path.stat().st_size


def test_waiting_shows_each_state_until_a_final_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.client.POLL_SECONDS", 0)
    seen: list[str] = []

    final = client.wait("1", seen=lambda video: seen.append(video["status"]))

    assert final["status"] == "completed"
    assert seen == ["queued", "processing", "completed"]


def test_waiting_ends_after_the_given_time(client: Client, api: Api) -> None:
    api.statuses = ["processing"]

    with pytest.raises(TimeoutError, match="still processing"):
        client.wait("1", seconds=0.1)


def test_a_download_that_breaks_off_leaves_no_archive(client: Client, tmp_path: Path) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.download_archive("1", tmp_path / "images.zip")

    assert not (tmp_path / "images.zip").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'{"detail": "The body is wrong", "errors": [{"field": "size", "rule": "missing"}]}',
            "The body is wrong; size: missing",
        ),
        (b'{"title": "Not found"}', "Not found"),
        (b'["not a problem"]', "HTTP 502"),
        (b"<html>Bad gateway</html>", "HTTP 502"),
    ],
)
def test_an_error_reads_as_the_api_explains_it(content: bytes, message: str) -> None:
    assert str(ApiError(httpx.Response(502, content=content))) == message
