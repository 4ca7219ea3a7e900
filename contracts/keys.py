"""The keys of objects. They contain the owner and the ids, never a client's file name.

videos bucket: `{user_id}/{video_id}/source`, and `{user_id}/inbox/<name>` for objects that are
stored without the API;
images bucket: `{user_id}/{video_id}/{extraction}/{attempt}/` with `images.zip`, `manifest.json`,
and `canceled`, an empty marker with which the API asks the worker to stop. A job that is handed on
to another worker is another attempt, so that two workers never write the same object.
"""

INBOX = "inbox"
_CANCELED = "canceled"


def user_prefix(user_id: str) -> str:
    return f"{user_id}/"


def video_prefix(user_id: str, video_id: str) -> str:
    return f"{user_id}/{video_id}/"


def source(user_id: str, video_id: str) -> str:
    return f"{user_id}/{video_id}/source"


def extraction_prefix(user_id: str, video_id: str, extraction: int) -> str:
    return f"{user_id}/{video_id}/{extraction}/"


def attempt_prefix(user_id: str, video_id: str, extraction: int, attempt: int) -> str:
    return f"{user_id}/{video_id}/{extraction}/{attempt}/"


def archive(user_id: str, video_id: str, extraction: int, attempt: int) -> str:
    return attempt_prefix(user_id, video_id, extraction, attempt) + "images.zip"


def manifest(user_id: str, video_id: str, extraction: int, attempt: int) -> str:
    return attempt_prefix(user_id, video_id, extraction, attempt) + "manifest.json"


def canceled(user_id: str, video_id: str, extraction: int, attempt: int) -> str:
    return attempt_prefix(user_id, video_id, extraction, attempt) + _CANCELED


def is_cancel_marker(key: str) -> bool:
    """Whether a key of either bucket is one that `canceled` makes."""
    parts = key.split("/")
    return len(parts) == 5 and parts[1] != INBOX and parts[4] == _CANCELED
