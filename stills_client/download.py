"""Downloads the zip of an extraction. A download that stopped continues where it did."""

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
    partial = target.with_name(f"{target.name}.{video['id'][:8]}-{number or 0}.part")

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
    if have > size:
        have = 0
    if have == size:
        return
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with s3.stream("GET", archive["url"], headers=headers) as answer:
        answer.raise_for_status()
        with partial.open("ab" if answer.status_code == httpx.codes.PARTIAL_CONTENT else "wb") as f:
            for chunk in answer.iter_bytes():
                f.write(chunk)
                seen(f.tell(), size)
    if partial.stat().st_size != size:
        raise httpx.ReadError("the connection ended before the file did")
