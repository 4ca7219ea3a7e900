"""The page's port answers only as the page's own site, and the page appears when it is built."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from deploy.page import Page as Published
from local.emulator.page import BODY_BYTES, Page, Request
from local.page import LocalPage

PORT = 4580
HERE, ORIGIN = f"127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT}"
POLICY = (
    "img-src https://v-1.s3.us-east-1.amazonaws.com https://v-1.s3.amazonaws.com; script-src 'self'"
)


class Site:
    """The page in front of a distribution that answers what it is told."""

    def __init__(self, answer: Any = (200, {}, b"hello")) -> None:
        self.requests: list[Request] = []
        self.passed: list[Any] = []
        self._answer = answer

    def get(self, path: str = "/", /, method: str = "GET", **fields: Any) -> Any:
        """Returns status, headers and body; None if another application answered."""
        sent: list[dict[str, Any]] = []
        given = {"host": HERE, **fields.pop("headers", {})}
        parts = [{"body": part, "more_body": True} for part in fields.pop("body", [b""])]
        parts[-1]["more_body"] = False
        raw, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": raw,
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", PORT),
            **fields,
        }

        async def receive() -> Any:
            return parts.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def app(scope: Any, receive: Any, send: Any) -> None:
            self.passed.append(scope)

        async def view(request: Request) -> Any:
            self.requests.append(request)
            return self._answer

        page = Page(
            app,
            view,
            port=PORT,
            emulator_url="http://127.0.0.1:4566",
            origins=[ORIGIN, "http://dev"],
        )
        asyncio.run(page(scope, receive, send))
        if not sent:
            return None
        if "status" not in sent[0]:
            return sent[0]
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, sent[1].get("body", b"")


def test_a_request_reaches_the_distribution_whole() -> None:
    site = Site()

    status, headers, body = site.get(
        "/api/a%2Fb?x=1&y=%20", method="POST", body=[b"one ", b"two"], headers={"origin": ORIGIN}
    )

    [request] = site.requests
    assert (request.method, request.path, request.query) == ("POST", "/api/a%2Fb", "x=1&y=%20")
    assert request.body == b"one two"
    assert (status, headers, body) == (200, {"content-length": "5"}, b"hello")


def test_other_ports_are_not_the_page() -> None:
    site = Site()

    assert site.get(server=("127.0.0.1", 4566)) is None
    assert site.get(type="lifespan") is None
    assert site.requests == []


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", ""])
def test_another_host_name_is_refused(host: str) -> None:
    site = Site()

    assert site.get(headers={"host": host})[0] == 403
    assert site.requests == []


def test_localhost_leads_to_the_origin_that_s3_lets_in() -> None:
    status, headers, _ = Site().get("/docs?x=1", headers={"host": f"localhost:{PORT}"})

    assert status == 307
    assert headers["location"] == f"{ORIGIN}/docs?x=1"


def test_only_the_page_and_its_developers_server_may_send_requests() -> None:
    for origin in (ORIGIN, "http://dev"):
        assert Site().get("/api/sessions", method="POST", headers={"origin": origin})[0] == 200
    for origin in ("http://evil.example", "null", "", f"http://localhost:{PORT}"):
        assert Site().get("/api/sessions", method="POST", headers={"origin": origin})[0] == 403


def test_a_websocket_is_refused() -> None:
    assert Site().get(type="websocket") == {"type": "websocket.close", "code": 1008}


def test_a_body_that_no_route_takes_is_refused() -> None:
    site = Site()

    assert site.get(method="POST", body=[bytes(BODY_BYTES), b"x"])[0] == 413
    assert site.requests == []


def test_before_the_deployment_the_page_says_so() -> None:
    status, headers, body = Site(None).get()

    assert (status, headers["retry-after"]) == (503, "5")
    assert b"not deployed yet" in body


def test_the_policy_names_the_buckets_where_they_are() -> None:
    _, headers, _ = Site((200, {"Content-Security-Policy": POLICY}, b"")).get()

    assert headers["content-security-policy"] == (
        "img-src http://127.0.0.1:4566 http://127.0.0.1:4566; script-src 'self'"
    )


def test_text_is_compressed_for_browsers_that_ask() -> None:
    text = b"function" * 500
    answer = (200, {"Content-Type": "text/javascript; charset=utf-8"}, text)
    asked = {"accept-encoding": "gzip, br"}

    _, headers, body = Site(answer).get(headers=asked)

    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert gzip.decompress(body) == text
    assert Site(answer).get()[2] == text


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/css"}, b"short"),
        (200, {"Content-Type": "image/png"}, bytes(5000)),
        (200, {"Content-Type": "text/css", "content-encoding": "br"}, bytes(5000)),
    ],
    ids=["short", "image", "compressed before"],
)
def test_nothing_else_is_compressed(answer: Any) -> None:
    assert Site(answer).get(headers={"accept-encoding": "gzip"})[2] == answer[2]


def test_the_head_of_a_file_has_its_length_and_no_body() -> None:
    answer = (200, {"Content-Length": "178"}, b"body")

    status, headers, body = Site(answer).get(method="HEAD")

    assert (status, headers["content-length"], body) == (200, "178", b"")


def test_a_repeated_header_is_sent_each_time() -> None:
    sent = Site((200, {"Set-Cookie": ["a=1", "b=2"]}, b"")).get()

    assert sent[1]["set-cookie"] == "b=2"


OUTPUTS = {
    "PageBucketName": "page",
    "PageDistributionId": "E1",
    "PageDistributionDomain": "d1.cloudfront.net",
    "PageUrl": ORIGIN,
}


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []

    def publish(page: Published, built: Path) -> None:
        files = sorted(path for path in built.rglob("*") if path.is_file())
        texts.append(" ".join(path.read_text() for path in files))

    monkeypatch.setattr(Published, "publish", publish)
    return texts


def test_the_page_is_published_each_time_that_it_was_built(
    published: list[str], tmp_path: Path
) -> None:
    index, page = tmp_path / "index.html", LocalPage(OUTPUTS, tmp_path)
    assert not page.refresh()

    index.write_text("1")
    assert page.refresh()
    assert page.refresh()
    index.unlink()
    assert page.refresh()
    index.write_text("2")
    assert page.refresh()
    (tmp_path / "late.js").write_text("3")  # a build writes index.html before other files
    assert page.refresh()

    assert published == ["1", "2", "2 3"]


def test_a_page_that_is_being_built_is_published_later(
    published: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = LocalPage(OUTPUTS, tmp_path)
    (tmp_path / "index.html").write_text("1")
    with monkeypatch.context() as building:
        building.setattr(Published, "publish", lambda self, built: (built / "gone").stat())
        assert not page.refresh()

    assert page.refresh()
    assert published == ["1"]


def test_a_stack_without_a_page_publishes_none(published: list[str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("1")

    assert not LocalPage({}, tmp_path).refresh()
    assert published == []
