"""The file name under which a browser saves an archive.

Not werkzeug: its import adds a quarter to a cold start, and it neither encodes names that are not
ASCII nor removes line breaks (ADR 17).
"""

import re
import unicodedata
from urllib.parse import quote

MAX_BYTES = 200
"""Of a name without its ending. File systems allow 255; browsers may append ` (1)`."""

_JOINERS = "\u200c\u200d"  # invisible, but parts of Persian words and of emoji
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)", re.IGNORECASE)


def archive_name(video_name: str) -> str:
    """`holiday.zip` for `holiday.mp4`: without folders, and valid on Windows, macOS and Linux."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", video_name))[-1]
    stem = name.rpartition(".")[0] or name
    visible = " ".join("".join(c if _is_visible(c) else " " for c in stem).split())
    safe = re.sub(r'[:*?"<>|]+', "_", visible).strip(" .")
    short = safe.encode()[:MAX_BYTES].decode(errors="ignore").strip(" ." + _JOINERS) or "images"
    return ("_" if _RESERVED.match(short) else "") + short + ".zip"


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


def _is_visible(character: str) -> bool:
    """Not a control, a line break, half a surrogate pair, or a change of the text's direction."""
    category = unicodedata.category(character)
    return character in _JOINERS or category not in ("Cc", "Cf", "Cs", "Zl", "Zp")
