"""Users who upload videos at the same time, and what became of the videos."""

import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from load.clients import Sample, TimedClient, resource
from local.client import FINAL
from local.mailbox import mails_to
from local.signup import sign_up_with

POLL_SECONDS = 2.0
MAIL_SECONDS = 60
Outputs = dict[str, Any]


@dataclass
class Person:
    """`uploaded` has when each video was stored, in seconds since the epoch, by its id."""

    client: TimedClient
    email: str
    uploaded: dict[str, float] = field(default_factory=dict)
    ends: dict[str, dict[str, Any]] = field(default_factory=dict)

    def upload(self, clip: Path, count: int) -> None:
        for _ in range(count):
            video = self.client.create_video(clip)
            self.client.upload(video, clip)
            self.uploaded[video["id"]] = time.time()

    def wait(self, seconds: float) -> None:
        """Until all videos have ended, or for so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            videos = self.client.request("GET", "/videos?limit=200").json()["videos"]
            self.ends = {video["id"]: video for video in videos if video["status"] in FINAL}
            if self.ends.keys() >= self.uploaded.keys():
                return
            time.sleep(POLL_SECONDS)

    def seconds_to_zip(self) -> list[float]:
        return [
            datetime.fromisoformat(video["finished_at"]).timestamp() - self.uploaded[id_]
            for id_, video in self.ends.items()
            if video["status"] == "completed" and id_ in self.uploaded
        ]

    def count_whole_zips(self) -> int:
        return sum(self._is_whole(id_) for id_ in self.uploaded)

    def _is_whole(self, video_id: str) -> bool:
        if self.ends.get(video_id, {}).get("status") != "completed":
            return False
        link = self.client.request("GET", f"/videos/{video_id}/archive").json()
        self.client.request("GET", f"/videos/{video_id}/images")
        data = httpx.get(link["url"], trust_env=False, timeout=60).content
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return len(data) == link["size"] and archive.testzip() is None


class Crowd(Struct, frozen=True):
    """`lost` are videos without a whole zip or an e-mail, `doubled` those with two of either."""

    users: int
    videos: int
    seconds: float
    to_zip: list[float]
    samples: list[Sample]
    lost: int
    doubled: int


class Fairness(Struct, frozen=True):
    """Seconds from upload to zip of one video: alone, and when another user has just uploaded
    `others`, the last of which took `last`."""

    others: int
    alone: float
    behind: float
    last: float


@contextmanager
def joined(outputs: Outputs, count: int) -> Iterator[list[Person]]:
    """New users, whose connections are closed in the end."""
    with ExitStack() as stack:
        people = []
        for _ in range(count):
            client, email = sign_up_with(TimedClient, outputs)
            stack.callback(client.close)
            people.append(Person(client, email))
        yield people


def crowd(outputs: Outputs, clip: Path, users: int, videos: int, seconds: float) -> Crowd:
    """Waits for the videos for so many seconds at most."""
    with joined(outputs, users) as people:
        return _crowd(outputs, clip, people, videos, seconds)


def _crowd(
    outputs: Outputs, clip: Path, people: list[Person], videos: int, seconds: float
) -> Crowd:
    users = len(people)
    began = time.monotonic()

    def live(person: Person) -> int:
        person.upload(clip, videos)
        person.wait(seconds)
        return person.count_whole_zips()

    with ThreadPoolExecutor(users) as pool:
        whole = sum(pool.map(live, people))
    took = time.monotonic() - began
    to_zip = [each for person in people for each in person.seconds_to_zip()]
    mails = [_mails(outputs, person) for person in people]
    total = users * videos
    zips = _zips(outputs, people)
    return Crowd(
        users=users,
        videos=total,
        seconds=took,
        to_zip=sorted(to_zip),
        samples=[sample for person in people for sample in person.client.samples],
        lost=max(total - whole, sum(max(0, videos - sent) for sent in mails)),
        doubled=max(0, zips - total) + sum(max(0, sent - videos) for sent in mails),
    )


def _mails(outputs: Outputs, person: Person) -> int:
    """How many e-mails about videos a person got; waits for the last ones."""
    deadline = time.monotonic() + MAIL_SECONDS
    while True:
        sent = len(mails_to(outputs["mail_url"], person.email)) - 1  # one is about the account
        if sent >= len(person.uploaded) or time.monotonic() > deadline:
            return sent
        time.sleep(POLL_SECONDS)


def _zips(outputs: Outputs, people: Sequence[Person]) -> int:
    bucket = resource(outputs, "s3").Bucket(outputs["images_bucket"])
    ids = {id_ for person in people for id_ in person.uploaded}
    return sum(
        key.key.endswith(".zip") and key.key.split("/")[1] in ids for key in bucket.objects.all()
    )


def fairness(outputs: Outputs, clip: Path, others: int, seconds: float) -> Fairness:
    with joined(outputs, 2) as (one, many):
        one.upload(clip, 1)
        one.wait(seconds)
        [alone] = one.seconds_to_zip()
        many.upload(clip, others)
        one.upload(clip, 1)
        one.wait(seconds)
        [behind] = (each for each in one.seconds_to_zip() if each != alone)
        many.wait(seconds)
    return Fairness(others, alone, behind, max(many.seconds_to_zip(), default=seconds))
