"""One user with thousands of videos."""

import time
from pathlib import Path
from typing import Any

from msgspec import Struct
from uuid6 import uuid7

from load.clients import resource
from load.people import Outputs, Person, joined

FAILED_EVERY = 100
DELETED_WITHIN = 900  # seconds


class Library(Struct, frozen=True):
    """Seconds. `gone` is when the last video was marked as deleted, after the answer."""

    videos: int
    page: float
    all_pages: float
    failed: float
    delete_account: float
    gone: float


def library(outputs: Outputs, clip: Path, count: int) -> Library:
    """Uploads one video, stores copies of its item in the table, and uses and deletes them."""
    with joined(outputs, 1) as [person]:
        return _library(outputs, clip, person, count)


def _library(outputs: Outputs, clip: Path, person: Person, count: int) -> Library:
    person.upload(clip, 1)
    person.wait(300)
    table = _table(outputs)
    _fill(table, person.client.user_id(), next(iter(person.uploaded)), count)
    page = _seconds(lambda: person.client.request("GET", "/videos"))
    all_pages = _seconds(lambda: _count(person.client, "limit=200"))
    failed = _seconds(lambda: _count(person.client, "status=failed&limit=200"))
    owner = person.client.user_id()
    answered = _seconds(lambda: person.client.request("DELETE", "/accounts/me"))
    gone = _seconds(lambda: _wait_until_deleted(table, owner))
    return Library(count, page, all_pages, failed, answered, gone)


def _table(outputs: Outputs) -> Any:
    return resource(outputs, "dynamodb").Table(outputs["stack"]["VideosTableName"])


def _fill(table: Any, user_id: str, video_id: str, count: int) -> None:
    item = table.get_item(Key={"user_id": user_id, "video_id": video_id})["Item"]
    item.pop("due_at", None)
    with table.batch_writer() as batch:
        for number in range(count - 1):
            id_ = str(uuid7())
            status = "failed" if number % FAILED_EVERY == 0 else "completed"
            changes = {"video_id": id_, "status": status, "listed_as": f"{status}#{id_}"}
            batch.put_item(Item={**item, **changes, "source_key": f"{user_id}/{id_}/source"})


def _count(client: Any, query: str) -> int:
    """How many videos there are in all pages of a list."""
    count, cursor = 0, ""
    while cursor is not None:
        page = client.request("GET", f"/videos?{query}{cursor}").json()
        count += len(page["videos"])
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    return count


def _wait_until_deleted(table: Any, user_id: str) -> None:
    deadline = time.monotonic() + DELETED_WITHIN
    while _remaining(table, user_id):
        if time.monotonic() > deadline:
            raise TimeoutError(f"videos remain {DELETED_WITHIN} seconds after the account")
        time.sleep(1)


def _remaining(table: Any, user_id: str) -> bool:
    found = table.query(
        IndexName="by_status",
        KeyConditionExpression="user_id = :user",
        ExpressionAttributeValues={":user": user_id},
        Limit=1,
    )
    return bool(found["Count"])


def _seconds(action: Any) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
