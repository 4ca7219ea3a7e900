"""Downloads: the addresses of archives, and the file names under which a browser saves an archive
or a file of one.

Not werkzeug: its import adds a quarter to a cold start, and it neither encodes names that are not
ASCII nor removes line breaks (ADR 17).
"""

import re
import unicodedata
from os.path import splitext
from typing import Any
from urllib.parse import quote

from stills.names import not_reserved, safe_stem

MAX_BYTES = 200
"""Of a name without its ending. File systems allow 255; browsers may append ` (1)`."""

_ENCODED_SEPARATOR = re.compile("%(?:25)*(?:2f|5c)", re.IGNORECASE)
"""A slash or backslash, for a client that decodes a name more often than it should."""

PRESIGNING: dict[str, Any] = {
    "signature_version": "s3v4",
    "s3": {"addressing_style": "virtual"},
}
"""Settings of an S3 client that makes URLs for others. With `virtual`, they name the region of the
bucket. Otherwise boto3 makes URLs of S3's global address, which redirects for hours if the bucket
is new, and refuses buckets in regions that were opened since 2019."""


def archive_name(video_name: str) -> str:
    """`holiday.zip` for `holiday.mp4`: without folders, and valid on Windows, macOS and Linux."""
    return not_reserved(_stem_of(video_name) or "images") + ".zip"


def extra_name(video_name: str, extra: str) -> str:
    """`holiday_slides.pdf` for the extra `slides.pdf` of `holiday.mp4`, as valid as the name of an
    archive."""
    stem = _stem_of(video_name)
    return not_reserved(f"{stem}_{extra}") if stem else extra


def _stem_of(video_name: str) -> str:
    """May be empty."""
    return safe_stem(_ENCODED_SEPARATOR.sub("/", video_name), MAX_BYTES)


def content_disposition(file_name: str) -> str:
    """The header that makes a browser save a download under a name (RFC 6266).

    `filename` is for clients that do not know `filename*` (RFC 8187), so it is plain ASCII. It
    contains no `%`, because some clients would decode it.
    """
    plain, suffix = _plain(file_name), _plain(splitext(file_name)[1])
    if plain == suffix:
        plain = f"images.{suffix}".rstrip(".")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def _plain(name: str) -> str:
    """May be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w .()+,=@~-]", "_", plain).strip(" ._")
