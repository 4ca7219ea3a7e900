"""Sends a file to the service: in one request, or in parts at the same time."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import msgspec

from stills.cli.text import in_utf8
from stills_client.api import Api, Json
from stills_client.errors import NotSent, ServiceError
from stills_client.journal import Entry
from stills_client.threads import Interruption, in_threads

Sent = Callable[[int], None]
"""Is called with the number of bytes that were sent, which is negative when they must be sent
again."""

PARTS_AT_ONCE = 4
ATTEMPTS = 4
CHUNK = 256 * 1024
ABANDONED = ("expired", "canceled", "failed")


def upload(api: Api, s3: httpx.Client, path: Path, options: Json, sent: Sent) -> tuple[Json, Entry]:
    """Sends the file, or what is left to send of it. Returns its video, and the journal's entry for
    the caller to forget: until then, another call gives the same video. Raises NotSent."""
    name = in_utf8(path.name)
    request: Json = {"filename": name, "size": path.stat().st_size, "options": options}
    entry = Entry(api.profile, path, msgspec.json.encode(request))
    video = _announced(api, entry, request)
    instructions: Json | None = video.pop("upload")
    if instructions is None:
        sent(path.stat().st_size)  # it was received before
    elif instructions["method"] == "POST":
        _send_whole(api, s3, path, instructions, sent)
        video = api.get(f"/videos/{video['id']}")
    else:
        video = _send_parts(api, s3, path, video, instructions, sent)
    return video, entry


def _announced(api: Api, entry: Entry, request: Json) -> Json:
    """The video whose upload was begun before, or a new one if that is over, or was deleted."""
    try:
        video = _announce(api, entry, request)
    except ServiceError as error:
        if error.code != "video_not_found":
            raise
    else:
        if video["status"] not in ABANDONED:
            return video
    entry.forget()
    return _announce(api, entry, request)


def _announce(api: Api, entry: Entry, request: Json) -> Json:
    headers = {"Idempotency-Key": entry.key()}
    return api.post("/videos", request, headers=headers)


def _send_whole(api: Api, s3: httpx.Client, path: Path, to: Json, sent: Sent) -> None:
    def send(count: Sent) -> httpx.Response:
        with path.open("rb") as file:
            content = {"file": ("file", _Counted(file, count), "application/octet-stream")}
            return s3.post(to["url"], data=to["fields"], files=content)  # type: ignore[arg-type]

    _tried(send, sent, api.interruption)


def _send_parts(api: Api, s3: httpx.Client, path: Path, video: Json, to: Json, sent: Sent) -> Json:
    where = f"/videos/{video['id']}/upload"
    missing = {part["number"] for part in to["parts"]}
    sent(sum(each["size"] for each in to["received"] if each["number"] not in missing))
    while to["parts"]:
        works = [
            partial(_send_part, api, s3, path, to["part_size"], part, sent) for part in to["parts"]
        ]
        with in_threads(works, PARTS_AT_ONCE, api.interruption) as sending:
            for each in sending:
                each.result()
        to = api.get(where)
    return api.post(f"{where}/complete")


def _send_part(
    api: Api, s3: httpx.Client, path: Path, part_size: int, part: Json, sent: Sent
) -> None:
    def send(count: Sent) -> httpx.Response:
        with path.open("rb") as file:
            file.seek((part["number"] - 1) * part_size)
            length = {"Content-Length": str(part["size"])}
            return s3.put(part["url"], content=_range(file, part["size"], count), headers=length)

    _tried(send, sent, api.interruption)


def _tried(send: Callable[[Sent], httpx.Response], sent: Sent, interruption: Interruption) -> None:
    """Sends until it succeeds. What S3 refuses is refused again, except while it is busy."""
    for attempt in range(ATTEMPTS):
        counted = 0

        def count(size: int) -> None:
            nonlocal counted
            interruption.check()
            counted += size
            sent(size)

        try:
            answer = send(count)
        except httpx.TransportError:
            problem = None
        else:
            if answer.is_success:
                return
            problem = answer.status_code
        sent(-counted)
        if problem is not None and problem < 500:
            raise NotSent(f"{NotSent.reason} (HTTP {problem})")
        interruption.sleep(0.5 * 2**attempt)
    raise NotSent


def _range(file: BinaryIO, size: int, sent: Sent) -> Iterator[bytes]:
    while size and (chunk := file.read(min(CHUNK, size))):
        yield chunk
        size -= len(chunk)
        sent(len(chunk))


class _Counted:
    """A file that counts what is read of it."""

    def __init__(self, file: BinaryIO, sent: Sent) -> None:
        self._file = file
        self._sent = sent

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sent(len(data))
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
