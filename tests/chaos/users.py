"""Users: what they do, and a ledger of what they were told."""

import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile

from tests.chaos.aws.cognito import CODE
from tests.chaos.aws.s3 import Content
from tests.chaos.cloud import Answer, Cloud

PASSWORD = "Correct-horse-1"
MIB = 2**20
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"interval": 2},
    {"count": 3},
    {"format": "png"},
    {"interval": 0},  # not valid
)
LONG_OPTIONS: dict[str, Any] = {"timestamps": [each / 10 for each in range(9000)]}
"""Some 70 KB in the table, where an item may have 400."""


@dataclass
class Request:
    """What a user asked for and was told; times are when it was sent and answered."""

    user: str
    method: str
    url: str
    body: Any
    key: str | None
    token: str
    sent: float
    answered: float
    answer: Answer

    @property
    def is_change(self) -> bool:
        return self.method != "GET" and not self.url.startswith(("/sessions", "/accounts/confirm"))


@dataclass
class Known:
    """A video as its owner knows it."""

    id: str
    owner: str
    name: str
    size: int
    upload: dict[str, Any] | None = None
    deleted: float | None = None
    first: int = 1
    """The number of what its upload starts: 0 if it is only opened."""


@dataclass
class Ledger:
    requests: list[Request] = field(default_factory=list)
    videos: dict[str, Known] = field(default_factory=dict)
    flawed: list[str] = field(default_factory=list)
    deleted_accounts: dict[str, float] = field(default_factory=dict)
    signed_out: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """When each user's requests to sign out were sent and answered."""
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)  # owner, issued at


class User:
    """One person, maybe at several devices at once."""

    def __init__(self, name: str, cloud: Cloud, ledger: Ledger) -> None:
        self.name = name
        self.email = f"{name}@example.com"
        self.sub = ""
        self.token = ""
        self.cloud = cloud
        self.ledger = ledger
        self.random = cloud.random
        self.lists_times = self.random.random() < 0.015

    def request(
        self, method: str, url: str, body: Any = None, key: str | None = None, patience: int = 2
    ) -> Answer:
        """Sends a request, and again if there is no answer or the answer says so."""
        for _ in range(patience + 1):
            answer = self._send(method, url, body, key)
            is_above_quota = _code(answer) == "quota_exceeded"
            if answer.status < 500 and (answer.status != 429 or is_above_quota):
                break
            self.cloud.scheduler.sleep(float(answer.headers.get("retry-after", 2)))
        return answer

    def _send(self, method: str, url: str, body: Any, key: str | None) -> Answer:
        scheduler, token = self.cloud.scheduler, self.token
        sent = scheduler.now
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.cloud.http(method, url, body, token, headers)
        self.ledger.requests.append(
            Request(self.sub, method, url, body, key, token, sent, scheduler.now, answer)
        )
        with_key = f" ({key})" if key else ""
        text = f"{method} {url}{with_key} -> {answer.status} {_code(answer)}"
        self.cloud.story.tell(scheduler.now, self.name, text)
        return answer

    def join(self) -> None:
        credentials = {"email": self.email, "password": PASSWORD}
        answer = self.request("POST", "/accounts", credentials, patience=5)
        found = [a for a in self.cloud.cognito.accounts.values() if a.email == self.email]
        if answer.status not in (201, 409) or not found:
            return
        self.sub = found[0].sub
        self.cloud.story.name(self.sub, f"<{self.name}>")
        self.request("POST", "/accounts/confirm", {"email": self.email, "code": CODE}, patience=5)
        self.log_in()

    def log_in(self) -> None:
        credentials = {"email": self.email, "password": PASSWORD}
        answer = self.request("POST", "/sessions", credentials, patience=5)
        if answer.status == 200:
            self.token = answer.body["id_token"]
            self.ledger.tokens[self.token] = (self.sub, self.cloud.scheduler.now)

    def sign_out(self) -> None:
        sent = self.cloud.scheduler.now
        answer = self.request("DELETE", "/sessions")
        if answer.status == 204:
            times = sent, self.cloud.scheduler.now
            self.ledger.signed_out.setdefault(self.sub, []).append(times)

    def leave(self) -> None:
        """Deletes the account. Its tokens remain."""
        answer = self.request("DELETE", "/accounts/me", patience=3)
        if answer.status == 204 and self.sub:
            self.ledger.deleted_accounts.setdefault(self.sub, self.cloud.scheduler.now)

    @property
    def videos(self) -> list[Known]:
        return [video for video in self.ledger.videos.values() if video.owner == self.sub]

    def create(
        self,
        size: int = 1000,
        options: dict[str, Any] | None = None,
        key: str | None = None,
        name: str = "",
        *,
        extract: bool = True,
    ) -> Known | None:
        name = name or f"clip-{len(self.ledger.videos) + 1}-{self.name}.mp4"
        body = {"filename": name, "size": size, "options": options or {}, "extract": extract}
        answer = self.request("POST", "/videos", body, key)
        if answer.status != 201:
            return None
        return self._learn(answer.body)

    def _learn(self, view: dict[str, Any]) -> Known:
        known = self.ledger.videos.setdefault(
            view["id"], Known(view["id"], self.sub, view["filename"], view["size"])
        )
        self.cloud.story.name(known.id, f"V{len(self.ledger.videos)}")
        known.upload = view.get("upload") or known.upload
        known.first = min(known.first, view["extraction"])
        return known

    def upload(self, video: Known, *, take: int = 1, broken: bool = False, cut: int = 0) -> None:
        """Sends the file: take 2 is another file of the same size; `cut` bytes are missing."""
        if video.upload is None:
            return
        text = f"{'broken' if broken else 'video'} {video.name} take {take}. ".encode()
        content = Content(text, max(1, video.size - cut))
        if video.upload["method"] == "multipart":
            self._upload_parts(video, text)
            return
        self.cloud.scheduler.yield_()
        status = self.cloud.s3.post(video.upload["fields"], content)
        self.tell(f"uploads {video.id} (take {take}, {content.size} B) -> {status}")

    def _upload_parts(self, video: Known, text: bytes) -> None:
        assert video.upload
        for part in video.upload["parts"]:
            self.cloud.scheduler.yield_()
            status = self.cloud.s3.put_part(part["url"], Content(text, part["size"]))
            self.tell(f"uploads part {part['number']} of {video.id} -> {status}")

    def put_into_inbox(self, name: str, *, size: int = 1000, take: int = 1) -> None:
        """Stores an object without the API."""
        key = f"{self.sub}/inbox/{name}"
        self.cloud.scheduler.yield_()
        content = Content(f"video {name} take {take}. ".encode(), size)
        self.cloud.s3.put("VideosBucket", key, content)
        self.tell(f"stores {key}")

    def tell(self, text: str) -> None:
        self.cloud.story.tell(self.cloud.scheduler.now, self.name, text)

    def complete(self, video: Known) -> None:
        self.request("POST", f"/videos/{video.id}/upload/complete", {})

    def resume(self, video: Known) -> None:
        answer = self.request("GET", f"/videos/{video.id}/upload")
        if answer.status == 200:
            video.upload = answer.body

    def show(self, video: Known) -> Answer:
        return self.request("GET", f"/videos/{video.id}")

    def list(self) -> None:
        answer = self.request("GET", "/videos?limit=2")
        while answer.status == 200:
            for view in answer.body["videos"]:
                self._learn(view)
            if not answer.body["next_cursor"]:
                return
            answer = self.request("GET", f"/videos?limit=2&cursor={answer.body['next_cursor']}")

    def cancel(self, video: Known) -> None:
        self.request("POST", f"/videos/{video.id}/cancel")

    def abort(self, video: Known) -> None:
        self.request("DELETE", f"/videos/{video.id}/upload")

    def retry(self, video: Known) -> None:
        self.request("POST", f"/videos/{video.id}/retry")

    def extract(self, video: Known, options: dict[str, Any], key: str | None = None) -> None:
        self.request("POST", f"/videos/{video.id}/extractions", {"options": options}, key)

    def describe(self, video: Known) -> None:
        description = self.random.choice(("By the sea", None))
        self.request("PATCH", f"/videos/{video.id}", {"description": description})

    def delete(self, video: Known) -> None:
        answer = self.request("DELETE", f"/videos/{video.id}", patience=3)
        if answer.status == 204 and video.deleted is None:
            video.deleted = self.cloud.scheduler.now

    def download(self, video: Known) -> None:
        answer = self.request("GET", f"/videos/{video.id}/archive")
        if answer.status == 200:
            self.ledger.flawed += flaws_of_zip(self.cloud, answer.body)
        self.request("GET", f"/videos/{video.id}/images")


def _code(answer: Answer) -> str:
    return answer.body.get("code", "") if isinstance(answer.body, dict) else ""


def flaws_of_zip(cloud: Cloud, link: dict[str, Any]) -> list[str]:
    """What is wrong with the zip that a link leads to, if it was not deleted in the meantime."""
    found = object_of(cloud, link["url"])
    if found is None:
        return []
    key, content = found
    if content.size != link["size"]:
        return [f"{key} has {content.size} B instead of {link['size']} B"]
    try:
        with ZipFile(io.BytesIO(content.text)) as archive:
            bad = archive.testzip()
    except BadZipFile as error:
        return [f"{key} is not a zip: {error}"]
    return [f"{bad} in {key} is damaged"] if bad else []


def object_of(cloud: Cloud, url: str) -> tuple[str, Content] | None:
    """The object of the images bucket that a presigned URL leads to."""
    path = unquote(urlsplit(url).path)
    for key, found in cloud.s3.buckets["ImagesBucket"].items():
        if path.endswith(f"/{key}"):
            return key, found.content
    return None


def pause(user: User) -> None:
    """Until a user does the next thing: often at once, sometimes after hours."""
    roll = user.random.random()
    longest = 0.5 if roll < 0.4 else 60 if roll < 0.8 else 1800 if roll < 0.988 else 90_000
    user.cloud.scheduler.sleep(user.random.random() * longest)


def live(user: User, actions: int) -> None:
    """A random life."""
    for _ in range(actions):
        pause(user)
        _act(user)


def _act(user: User) -> None:
    rng, videos = user.random, user.videos
    roll = rng.random()
    key = rng.choice((None, "K1", "K2"))
    if not user.token or roll < 0.02:
        user.log_in()
    elif not videos or roll < 0.22:
        _new_video(user, key)
    elif roll < 0.27:
        user.put_into_inbox(f"inbox-{rng.randrange(2)}-{user.name}.mp4", take=rng.randrange(1, 3))
    elif roll < 0.285:
        user.leave()
    elif roll < 0.295:
        user.sign_out()
    elif roll < 0.32:
        user.list()
    else:
        _change(user, rng.choice(videos), key, rng.random())


def _new_video(user: User, key: str | None) -> None:
    rng = user.random
    size = 70 * MIB if rng.random() < 0.12 else 1000 + rng.randrange(3) * 500
    options = {} if rng.random() < 0.7 else _options(user)
    name = f"keyed-{user.name}.mp4" if key and rng.random() < 0.7 else ""
    extract = user.random.random() < 0.85
    video = user.create(size, options, key, name, extract=extract)
    if video and rng.random() < 0.85:
        pause(user)
        _upload(user, video)


def _options(user: User) -> dict[str, Any]:
    return LONG_OPTIONS if user.lists_times else user.random.choice(OPTIONS)


def _upload(user: User, video: Known) -> None:
    rng = user.random
    user.upload(
        video,
        take=1 if rng.random() < 0.9 else 2,
        broken=rng.random() < 0.15,
        cut=5 if rng.random() < 0.05 else 0,
    )
    if video.upload and (video.upload["method"] == "multipart" or rng.random() < 0.1):
        user.complete(video)


def _change(user: User, video: Known, key: str | None, roll: float) -> None:
    if roll < 0.2:
        user.resume(video)
        _upload(user, video)
    elif roll < 0.45:
        user.extract(video, _options(user), key)
    elif roll < 0.55:
        user.cancel(video)
    elif roll < 0.6:
        user.abort(video)
    elif roll < 0.65:
        user.complete(video)
    elif roll < 0.7:
        user.retry(video)
    elif roll < 0.8:
        user.delete(video)
    elif roll < 0.87:
        user.download(video)
    elif roll < 0.93:
        user.describe(video)
    else:
        user.show(video)


def fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
