"""The page's address serves the page and the API on one origin, as CloudFront does on AWS."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from local.client import Client
from tests.e2e.conftest import LocalCloud, User

pytestmark = pytest.mark.e2e

MIB = 1024 * 1024


def request(method: str, url: str, /, **options: Any) -> httpx.Response:
    return httpx.request(method, url, trust_env=False, timeout=60, **options)


def sources(response: httpx.Response, directive: str) -> list[str]:
    """The sources of a directive of the content security policy."""
    policy = response.headers["content-security-policy"]
    [found] = re.findall(rf"(?:^|; *){directive} ([^;]*)", policy)
    return str(found).split()


def test_the_page_is_served_with_security_headers_and_never_stale(page_url: str) -> None:
    page = request("GET", page_url)

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "camera=()" in page.headers["permissions-policy"]
    assert sources(page, "default-src") == sources(page, "frame-ancestors") == ["'none'"]
    assert sources(page, "script-src") == ["'self'"]


def test_assets_are_compressed_and_kept_for_ever(page_url: str) -> None:
    index = request("GET", page_url).text
    [script] = re.findall(r'<script type="module"[^>]* src="([^"]+)"', index)

    asset = request("GET", page_url + script)

    assert script.startswith("/assets/")
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-encoding"] == "gzip"


def test_the_api_answers_on_the_origin_of_the_page(page_url: str, user: User) -> None:
    health = request("GET", f"{page_url}/api/health")
    nobody = request("GET", f"{page_url}/api/videos")
    unknown = request("GET", f"{page_url}/api/nothing")
    session = Client(f"{page_url}/api")
    session._api.headers["Authorization"] = user.client._api.headers["Authorization"]

    assert health.json() == {"status": "ok"}
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_route")
    assert session.user_id() == user.client.user_id()
    session.close()


def test_the_page_uploads_in_parts_and_reads_ranges_of_the_archive(
    page_url: str, user: User, clip: Path
) -> None:
    """Everything that a browser asks and checks: preflights, origins, and the page's policy."""
    origin = {"Origin": page_url}
    allowed = sources(request("GET", page_url), "connect-src")
    large = user.client.request(
        "POST", "/videos", json={"filename": "large.mp4", "size": 65 * MIB}
    ).json()
    part = large["upload"]["parts"][0]["url"]
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-test"}

    preflight = request("OPTIONS", part, headers={**origin, **asked})
    sent = request("PUT", part, headers=origin, content=bytes(5 * MIB))
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    archive = user.client.request("GET", f"/videos/{video_id}/archive").json()["url"]
    ranged = request("GET", archive, headers={**origin, "Range": "bytes=0-3"})

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] in ("*", page_url)
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    assert sent.status_code == 200
    assert sent.headers["access-control-allow-origin"] in ("*", page_url)
    assert "etag" in sent.headers["access-control-expose-headers"].lower()
    assert (ranged.status_code, ranged.content) == (206, b"PK\x03\x04")
    assert "content-range" in ranged.headers["access-control-expose-headers"].lower()
    for url in (part, archive):
        assert f"http://{urlsplit(url).netloc}" in allowed


def test_other_pages_of_this_machine_may_use_nothing(
    cloud: LocalCloud, page_url: str, user: User, clip: Path
) -> None:
    other = {"Origin": "http://127.0.0.1:5173"}
    upload = user.client.create_video(clip)["upload"]

    with clip.open("rb") as file:
        form = {"data": upload["fields"], "files": {"file": file}}
        sent = request("POST", upload["url"], headers=other, **form)
        file.seek(0)
        by_page = request("POST", upload["url"], headers={"Origin": page_url}, **form)
    asked_page = request("GET", f"{page_url}/api/health", headers=other)
    asked_api = request("GET", f"{cloud.outputs['api_url']}/health", headers=other)

    assert [each.status_code for each in (sent, asked_page, asked_api)] == [403, 403, 403]
    assert by_page.status_code == 204


def test_the_page_is_only_on_its_own_address(page_url: str) -> None:
    port = urlsplit(page_url).port

    rebound = request("GET", page_url, headers={"Host": f"evil.example:{port}"})
    nearby = request("GET", f"http://localhost:{port}/?x=1")
    control = request("POST", f"{page_url}/_ministack/reset", headers={"Origin": page_url})

    assert rebound.status_code == 403
    assert (nearby.status_code, nearby.headers["location"]) == (307, f"{page_url}/?x=1")
    assert control.status_code == 403
