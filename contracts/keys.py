"""Where objects are: keys carry the owner and the ids, never a client's file name.

videos bucket: `{user_id}/{video_id}/source`, and `{user_id}/inbox/<name>` for direct S3 use;
images bucket: `{user_id}/{video_id}/{extraction}/` with `images.zip`, `manifest.json`, and
`canceled`, an empty marker by which the API asks the worker to stop.
"""

INBOX = "inbox"


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
    return extraction_prefix(user_id, video_id, extraction) + "canceled"
