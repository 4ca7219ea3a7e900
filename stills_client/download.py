"""Downloads the zip of an extraction. A download that stopped continues where it did."""

import os
from collections.abc import Callable
from pathlib import Path

import httpx

from stills.errors import CannotWrite
from stills_client.api import Api, Json
from stills_client.errors import Unreachable

ATTEMPTS = 5

Received = Callable[[int, int], None]
"""Is called with the bytes that are there, and with how many there will be."""


def download(
    api: Api, s3: httpx.Client, video: Json, extraction: int | None, target: Path, seen: Received
) -> Path:
    """Writes the zip to `target`, which is left alone until the download is complete. Raises
    Unreachable, CannotWrite, and ServiceError if there are no images."""
    number = extraction or video["completed_extraction"]
    partial = target.with_name(f"{video['id']}-{number or 0}.part")  # no other zip is its rest

    def received(have: int, size: int) -> None:
        api.interruption.check()
        seen(have, size)

    for attempt in range(ATTEMPTS):
        archive = api.get(f"/videos/{video['id']}/archive", extraction=number)
        try:
            _continue(s3, archive, partial, received)
        except httpx.HTTPError as error:
            if attempt == ATTEMPTS - 1:
                raise Unreachable from error
            api.interruption.sleep(0.5 * 2**attempt)
        except OSError as error:
            raise CannotWrite(f"{target}: {error.strerror}") from error
        else:
            return partial.replace(target)
    raise Unreachable


def _continue(s3: httpx.Client, archive: Json, partial: Path, seen: Received) -> None:
    size: int = archive["size"]
    have = partial.stat().st_size if partial.exists() else 0
    if have == size:
        return
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with s3.stream("GET", archive["url"], headers=headers) as answer:
        answer.raise_for_status()
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            have = 0
        if answer.headers.get("Content-Length") != str(size - have):
            raise httpx.RemoteProtocolError("what came is not the rest of the file")
        # Not appended: of two commands at the same time, each writes the same to the same place.
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o666), "wb") as file:
            file.seek(have)
            for chunk in answer.iter_bytes():
                file.write(chunk)
                seen(file.tell(), size)
            if file.tell() != size:
                raise httpx.ReadError("the connection ended before the file did")
