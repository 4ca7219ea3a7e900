"""Links to archives: their addresses, and the file name under which a browser saves an archive.

Not werkzeug: its import adds a quarter to a cold start, and it neither encodes names that are not
ASCII nor removes line breaks (ADR 17).
"""

import re
import unicodedata
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
    name = _ENCODED_SEPARATOR.sub("/", video_name)
    return not_reserved(safe_stem(name, MAX_BYTES) or "images") + ".zip"


def content_disposition(file_name: str) -> str:
    """The header that makes a browser save a download under a name (RFC 6266).

    `filename` is for clients that do not know `filename*` (RFC 8187), so it is plain ASCII. It
    contains no `%`, because some clients would decode it.
    """
    plain = unicodedata.normalize("NFKD", file_name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()+,=@~-]", "_", plain).strip(" ._")
    if plain in ("", "zip"):
        plain = "images.zip"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
