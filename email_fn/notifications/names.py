"""What a user called a video, made fit for a line of text, a header and a file name."""

import re
from urllib.parse import quote

# Line breaks and other controls, and those that turn the direction of the text around them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_NOT_IN_FILE_NAMES = re.compile(r'[:*?"<>|]+')
_FILE_NAME_CHARACTERS = 60  # of up to 4 bytes each; file systems take 255 bytes


def one_line(text: str, limit: int) -> str:
    """The text without control characters or line breaks, at most `limit` characters of it."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def zip_name(video_name: str) -> str:
    """The name to save a video's archive under."""
    name = re.split(r"[/\\]", video_name)[-1]
    stem = name.rpartition(".")[0] or name
    safe = _NOT_IN_FILE_NAMES.sub("_", _UNSEEN.sub(" ", stem)).strip(" .")
    return (safe[:_FILE_NAME_CHARACTERS].strip(" .") or "images") + ".zip"


def content_disposition(file_name: str) -> str:
    """The header that has a browser save the answer under a name (RFC 6266)."""
    return f"attachment; filename=\"images.zip\"; filename*=UTF-8''{quote(file_name, safe='')}"
