"""The keys of objects. They contain the owner and the ids, never a client's file name.

videos bucket: `{user_id}/{video_id}/source`, and `{user_id}/inbox/<name>` for objects that are
stored without the API;
images bucket: `{user_id}/{video_id}/{extraction}/` with `images.zip`, `manifest.json`, and
`canceled`, an empty marker with which the API asks the worker to stop.
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


def archive(user_id: str, video_id: str, extraction: int) -> str:
    return extraction_prefix(user_id, video_id, extraction) + "images.zip"


def manifest(user_id: str, video_id: str, extraction: int) -> str:
    return extraction_prefix(user_id, video_id, extraction) + "manifest.json"


def canceled(user_id: str, video_id: str, extraction: int) -> str:
    return extraction_prefix(user_id, video_id, extraction) + _CANCELED


def is_cancel_marker(key: str) -> bool:
    """Whether a key of either bucket is one that `canceled` makes."""
    parts = key.split("/")
    return len(parts) == 4 and parts[1] != INBOX and parts[3] == _CANCELED
