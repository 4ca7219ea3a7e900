"""Ctrl-C ends a command at once, whatever its threads are doing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

RUN = """
import signal, sys
from stills_client.main import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
sys.exit(main())
"""
SECONDS = 60
"""Less than a request that stalls takes, and enough for a machine that is busy."""

VIDEO = {
    "id": "01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    "filename": "holiday.mp4",
    "size": 1,
    "progress": {"fraction": 0.5, "images": 1},
}


class Service(ThreadingHTTPServer):
    """A service whose videos are never done, and which `stalls` at a request whose path ends so.
    `reached` is set when it has got there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.stalls = ""
        self.is_busy = False
        self.reached, self.ended = Event(), Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A command that ends closes its connections."""

    def answer(self, method: str, path: str) -> dict[str, Any]:
        if path == "/sessions/refresh":
            return {"id_token": "id", "expires_in": 3600, "refresh_token": None}
        if (method, path) == ("POST", "/videos"):
            url = f"{self.url}/s3"
            parts = [{"number": n, "size": 2**20, "url": url} for n in range(1, 9)]
            whole = {"method": "POST", "url": url, "fields": {}}
            many = {"method": "multipart", "part_size": 2**20, "parts": parts, "received": []}
            how = many if self.stalls == "/s3" else whole
            return {**VIDEO, "status": "awaiting_upload", "upload": how}
        return {**VIDEO, "status": "processing"}


class Request(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        if self.server.stalls and self.path.endswith(self.server.stalls):
            self.server.reached.set()
            self.server.ended.wait()
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    do_PUT = do_POST

    def do_GET(self) -> None:
        is_waiting = self.command == "GET"
        body = json.dumps(self.server.answer(self.command, self.path)).encode()
        self.send_response(503 if is_waiting and self.server.is_busy else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if is_waiting:
            self.server.reached.set()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.ended.set()
        server.shutdown()


@pytest.fixture
def environment(service: Service, tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "config" / "stills"
    config.mkdir(parents=True)
    (config / "tokens.json").write_text(json.dumps({f"default {service.url}": "refresh"}))
    kept = {n: each for n, each in os.environ.items() if n != "DBUS_SESSION_BUS_ADDRESS"}
    return kept | {
        "STILLS_API_URL": service.url,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "NO_PROXY": "127.0.0.1",
    }


def interrupted(
    service: Service, environment: dict[str, str], folder: Path, *arguments: object
) -> tuple[int, float, str]:
    """The exit status of a command to which Ctrl-C came once the service was `reached`, the seconds
    that it took to end, and what it said."""
    with subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env=environment,
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert service.reached.wait(SECONDS)
            time.sleep(0.3)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=2 * SECONDS)
            return process.returncode, time.monotonic() - began, told
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("stalls", "is_busy"),
    [("", False), ("", True), ("/s3", False), ("/videos", False)],
    ids=["while it waits", "while the service is busy", "amid parts", "amid a request"],
)
def test_an_upload_ends(
    service: Service, environment: dict[str, str], tmp_path: Path, stalls: str, is_busy: bool
) -> None:
    service.stalls, service.is_busy = stalls, is_busy
    files = [tmp_path / f"{number}.mp4" for number in range(5)]
    for file in files:
        with file.open("wb") as video:
            video.truncate(8 * 2**20)

    status, seconds, told = interrupted(
        service, environment, tmp_path, "upload", *files, "--wait", "--json"
    )

    assert (status, told) == (130, "error: interrupted: stopped before the end\n")
    assert seconds < SECONDS


def test_waiting_for_a_download_ends(
    service: Service, environment: dict[str, str], tmp_path: Path
) -> None:
    status, seconds, _ = interrupted(
        service, environment, tmp_path, "download", VIDEO["id"], "--wait"
    )

    assert status == 130
    assert seconds < SECONDS
