"""No web page can use the emulator, but for what pages need."""

import asyncio
from typing import Any

import pytest

from local.emulator.guard import Guard

PORT = 4566
OBJECT = "/videos/ada/clip/source"
SIGNED = b"uploadId=u&X-Amz-Signature=abc"
API = "/_aws/execute-api/abc/api/videos"
RESET = "/_ministack/reset"
PAGE, FOREIGN = "http://127.0.0.1:4580", "https://evil.example"


def service_of(method: str, path: str, headers: Any, query: Any) -> str:
    return "dynamodb" if "x-amz-target" in headers else "s3"


def answer(
    method: str, path: str, *headers: tuple[str, str], kind: str = "http", query: bytes = b""
) -> Any:
    """The status with which a request is refused, or None if it reaches the emulator."""
    reached, sent = [], []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    encoded = [(name.encode(), value.encode()) for name, value in headers]
    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query,
        "headers": encoded,
    }
    asyncio.run(Guard(app, PORT, [PAGE], service_of)(scope, None, send))
    assert bool(reached) != bool(sent)
    return None if reached else sent[0].get("status", sent[0].get("code"))


HERE = ("Host", f"127.0.0.1:{PORT}")


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}"])
@pytest.mark.parametrize("path", [RESET, API, OBJECT, "/"])
def test_a_program_may_do_anything(host: str, path: str) -> None:
    assert answer("POST", path, ("host", host)) is None


@pytest.mark.parametrize(
    "host",
    [
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:80",
        f"127.0.0.1.evil.example:{PORT}",
        f"localhost:{PORT}, evil.example",
        "",
    ],
)
@pytest.mark.parametrize("path", [RESET, API, OBJECT])
def test_another_host_name_is_refused(host: str, path: str) -> None:
    assert answer("GET", path, ("Host", host)) == 403


def test_a_request_without_a_host_or_with_two_is_refused() -> None:
    assert answer("POST", RESET) == 403
    assert answer("POST", RESET, HERE, ("host", "evil.example")) == 403


@pytest.mark.parametrize("origin", [FOREIGN, PAGE, f"http://127.0.0.1:{PORT}", "null", ""])
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (RESET, []),
        ("/_ministack/ses/messages", []),
        ("/_localstack/health", []),
        ("/_aws/sqs/messages", []),
        ("/", [("X-Amz-Target", "DynamoDB_20120810.DeleteTable")]),
    ],
)
def test_no_page_may_control_the_emulator(
    path: str, headers: list[tuple[str, str]], origin: str
) -> None:
    assert answer("POST", path, HERE, ("Origin", origin), *headers) == 403


def test_a_page_without_an_origin_header_may_not_control_the_emulator() -> None:
    assert answer("GET", RESET, HERE, ("Sec-Fetch-Site", "cross-site")) == 403
    assert answer("GET", RESET, HERE, ("Sec-Fetch-Site", "same-site")) == 403
    assert answer("GET", RESET, HERE, ("Sec-Fetch-Site", "same-origin")) == 403


def test_a_person_may_open_the_mailbox() -> None:
    mailbox = "/_ministack/ses/messages"

    assert answer("GET", mailbox, HERE, ("Sec-Fetch-Site", "none")) is None


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("GET", OBJECT, SIGNED),
        ("HEAD", OBJECT, SIGNED),
        ("PUT", OBJECT, SIGNED),
        ("OPTIONS", OBJECT, SIGNED),
        ("POST", "/videos", b""),
        ("OPTIONS", "/videos", b""),
        ("POST", "/videos/", b""),
    ],
)
def test_only_the_page_may_use_presigned_urls(method: str, path: str, query: bytes) -> None:
    assert answer(method, path, HERE, ("Origin", PAGE), query=query) is None
    for origin in (
        *(FOREIGN, "null", "", f"{PAGE}, {PAGE}", f"{PAGE}.evil.example"),
        *("http://localhost:4580", "http://127.0.0.1:5173", "https://127.0.0.1:4580"),
    ):
        assert answer(method, path, HERE, ("Origin", origin), query=query) == 403


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("GET", OBJECT, b""),
        ("PUT", OBJECT, b"uploadId=u"),
        ("OPTIONS", OBJECT, b""),
        ("DELETE", OBJECT, SIGNED),
        ("POST", OBJECT, SIGNED),
        ("GET", "/", SIGNED),
        ("GET", "/videos", SIGNED),
        ("PUT", "/videos", SIGNED),
        ("POST", "/videos", b"delete"),
        ("POST", API, b""),
        ("GET", API, SIGNED),
        ("OPTIONS", API, SIGNED),
    ],
)
def test_the_page_may_do_nothing_else_here(method: str, path: str, query: bytes) -> None:
    assert answer(method, path, HERE, ("Origin", PAGE), query=query) == 403


@pytest.mark.parametrize("path", [API, OBJECT])
def test_a_link_on_a_page_may_lead_to_a_file(path: str) -> None:
    assert answer("GET", path, HERE, ("Sec-Fetch-Site", "cross-site")) is None
    assert answer("POST", path, HERE, ("Sec-Fetch-Site", "cross-site")) == 403


def test_a_websocket_is_refused() -> None:
    assert answer("GET", "/", HERE, kind="websocket") == 1008


def test_the_start_and_the_end_of_the_server_pass() -> None:
    assert answer("", "", kind="lifespan") is None
