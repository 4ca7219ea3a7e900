"""A client of the HTTP API that knows the API's URL and nothing else of the system."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

Video = dict[str, Any]
FINAL = ("opened", "completed", "failed", "expired", "canceled")
POLL_SECONDS = 0.5


class ApiError(Exception):
    """The API refused a request with an RFC 9457 problem. `str()` is the message for a person."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.problem: dict[str, Any] = _problem(response)
        said = self.problem.get("detail") or self.problem.get("title") or f"HTTP {self.status}"
        errors = self.problem.get("errors", [])
        fields = [f"{e['field']}: {e['rule']}" for e in errors if e["rule"] not in said]
        super().__init__("; ".join([said, *fields]))


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class Client:
    """One user of the API. Every method raises ApiError if the API refuses the request."""

    def __init__(self, api_url: str) -> None:
        self._api = httpx.Client(base_url=api_url, timeout=60, trust_env=False)
        self._s3 = httpx.Client(timeout=600, trust_env=False)

    def close(self) -> None:
        self._api.close()
        self._s3.close()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        response = self._api.request(method, path, **options)
        if response.is_error:
            raise ApiError(response)
        return response

    def register(self, email: str, password: str) -> None:
        self.request("POST", "/accounts", json={"email": email, "password": password})

    def confirm(self, email: str, code: str) -> None:
        self.request("POST", "/accounts/confirm", json={"email": email, "code": code})

    def log_in(self, email: str, password: str) -> None:
        """Adds the user's token to all later requests."""
        session = self.request("POST", "/sessions", json={"email": email, "password": password})
        self._api.headers["Authorization"] = f"Bearer {session.json()['id_token']}"

    @property
    def token(self) -> str:
        """The user's ID token."""
        return self._api.headers["Authorization"].removeprefix("Bearer ")

    def user_id(self) -> str:
        identity: str = self.request("GET", "/accounts/me").json()["id"]
        return identity

    def create_video(self, path: Path, **fields: Any) -> Video:
        """Registers a file. `upload` in the returned video says how to send it."""
        body = {"filename": path.name, "size": path.stat().st_size, **fields}
        video: Video = self.request("POST", "/videos", json=body).json()
        return video

    def upload(
        self, video: Video, path: Path, sent: Callable[[int], None] = lambda size: None
    ) -> None:
        """Sends the file to S3. Calls `sent` with the number of bytes sent since the last call."""
        upload = video["upload"]
        if upload["method"] == "POST":
            with path.open("rb") as file:
                self._send("POST", upload["url"], data=upload["fields"], files={"file": file})
            sent(path.stat().st_size)
        else:
            parts = list(self._send_parts(video["id"], upload, path, sent))
            self.request("POST", f"/videos/{video['id']}/upload/complete", json={"parts": parts})

    def _send_parts(
        self, video_id: str, upload: dict[str, Any], path: Path, sent: Callable[[int], None]
    ) -> Iterator[dict[str, Any]]:
        with path.open("rb") as file:
            while upload["parts"]:
                for part in upload["parts"]:
                    file.seek((part["number"] - 1) * upload["part_size"])
                    answer = self._send("PUT", part["url"], content=file.read(part["size"]))
                    yield {"number": part["number"], "etag": answer.headers["ETag"]}
                    sent(part["size"])
                upload = self.request("GET", f"/videos/{video_id}/upload").json()

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        response = self._s3.request(method, url, **options)
        if response.is_error:
            raise ApiError(response)
        return response

    def video(self, video_id: str) -> Video:
        video: Video = self.request("GET", f"/videos/{video_id}").json()
        return video

    def wait(
        self,
        video_id: str,
        seconds: float = 1800,
        seen: Callable[[Video], None] = lambda video: None,
    ) -> Video:
        """Waits until the video has a final status and returns it. Calls `seen` with each state.
        Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            video = self.video(video_id)
            seen(video)
            if video["status"] in FINAL:
                return video
            time.sleep(POLL_SECONDS)
        raise TimeoutError(f"the video is still {video['status']} after {seconds:.0f} seconds")

    def download_archive(self, video_id: str, target: Path) -> Path:
        """Writes the zip to `target`, which is left alone if the download fails."""
        url = self.request("GET", f"/videos/{video_id}/archive").json()["url"]
        partial = target.with_name(target.name + ".part")
        with self._s3.stream("GET", url) as response, partial.open("wb") as file:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                file.write(chunk)
        return partial.replace(target)
