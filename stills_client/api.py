"""Requests to the service, with the user's tokens."""

import time
from collections.abc import Iterator
from threading import Lock
from typing import Any

import httpx

from stills.cli.text import in_utf8
from stills_client.errors import (
    NoSuchVideo,
    NotSignedIn,
    NotTheService,
    ServiceError,
    Unreachable,
)
from stills_client.profiles import Profile
from stills_client.threads import Interruption
from stills_client.tokens import read_token, write_token

ATTEMPTS = 5
PATIENCE = 8.0
"""Seconds between two attempts, at most."""
REPEATABLE = ("/sessions/refresh", "/upload/complete")
"""Endings of the paths to which a POST can be sent again without a key."""

BUSY = (429, 502, 503, 504)
RENEW_BEFORE = 60.0

Json = dict[str, Any]


class Api:
    """The service as the user of a profile. May be used by several threads, which stop at an
    interruption."""

    def __init__(self, profile: Profile, http: httpx.Client) -> None:
        self.profile = profile
        self.interruption = Interruption()
        self._http = http
        self._lock = Lock()
        self._id_token = ""
        self._ends = 0.0

    def log_in(self, password: str) -> None:
        """Raises ServiceError. Stores the token that later commands use."""
        self._start(
            self._send(
                "POST", "/sessions", json={"email": self.profile.email, "password": password}
            )
        )

    def log_out(self) -> None:
        """Forgets the token of this machine. Those of others stay valid."""
        write_token(self.profile, None)

    def get(self, path: str, **query: Any) -> Json:
        params = {name: value for name, value in query.items() if value is not None}
        return self.request("GET", path, params=params)

    def post(self, path: str, body: Any = None, **options: Any) -> Json:
        return self.request("POST", path, json={} if body is None else body, **options)

    def request(self, method: str, path: str, **options: Any) -> Json:
        """The answer. Raises ServiceError, NotSignedIn, Unreachable, NotTheService."""
        headers = {"Authorization": f"Bearer {self._token()}", **options.pop("headers", {})}
        try:
            return self._send(method, path, headers=headers, **options)
        except ServiceError as error:
            if error.status == 401:
                self._ends = 0.0
                raise NotSignedIn from error
            raise

    def videos(self, **query: Any) -> Iterator[Json]:
        cursor = None
        while True:
            page = self.get("/videos", cursor=cursor, **query)
            yield from page["videos"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def find(self, named: str) -> Json:
        """The video with an id, or the latest one with a file name. Raises NoSuchVideo."""
        named = in_utf8(named)  # as `upload` named it
        if len(named) == 36 and named.count("-") == 4:
            try:
                return self.get(f"/videos/{named}")
            except ServiceError as error:
                if error.status == 404:
                    raise NoSuchVideo(f"There is no video {named}.") from error
                raise
        for found in self.videos(name=named):
            if found["filename"] == named:
                return found
        raise NoSuchVideo(f"There is no video with the id or the name {named}.")

    def _token(self) -> str:
        with self._lock:
            if time.monotonic() >= self._ends:
                self._renew()
            return self._id_token

    def _renew(self) -> None:
        token = read_token(self.profile)
        if token is None:
            raise NotSignedIn
        try:
            self._start(self._send("POST", "/sessions/refresh", json={"refresh_token": token}))
        except ServiceError as error:
            if error.status == 401:
                raise NotSignedIn from error
            raise

    def _start(self, session: Json) -> None:
        if not session.keys() >= {"id_token", "expires_in", "refresh_token"}:
            raise NotTheService
        self._id_token = session["id_token"]
        self._ends = time.monotonic() + session["expires_in"] - RENEW_BEFORE
        if session["refresh_token"]:
            write_token(self.profile, session["refresh_token"])

    def _send(self, method: str, path: str, **options: Any) -> Json:
        """Tries again while the service is busy or out of reach, if that can do no harm."""
        has_key = "Idempotency-Key" in options.get("headers", {})
        is_safe = method != "POST" or has_key or path.endswith(REPEATABLE)
        for attempt in range(ATTEMPTS):
            self.interruption.check()
            is_last = attempt == ATTEMPTS - 1
            try:
                answer = self._http.request(method, self.profile.api + path, **options)
            except httpx.ConnectError as error:
                if is_last:
                    raise Unreachable from error
            except httpx.RequestError as error:
                if is_last or not is_safe:
                    raise Unreachable from error
            else:
                if not answer.is_error:
                    return _content(answer)
                if is_last or answer.status_code not in BUSY or not _may_repeat(answer, is_safe):
                    raise ServiceError(_problem(answer), answer.status_code)
            self.interruption.sleep(min(PATIENCE, 0.5 * 2**attempt))
        raise Unreachable


def _may_repeat(answer: httpx.Response, is_safe: bool) -> bool:
    """A quota that is exhausted stays so for longer than a command should wait."""
    wait = answer.headers.get("Retry-After", "1")
    return is_safe and wait.isdecimal() and int(wait) <= PATIENCE


def _content(answer: httpx.Response) -> Json:
    """Raises NotTheService for what no answer of the service is, such as a page of a network that
    wants a person to sign in."""
    if answer.status_code == httpx.codes.NO_CONTENT:
        return {}
    try:
        body = answer.json()
    except ValueError as error:
        raise NotTheService from error
    if not isinstance(body, dict):
        raise NotTheService
    return body


def _problem(answer: httpx.Response) -> Json:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
