"""What the history of a video's item may not contain, whatever the state machine's own table says.

Judged at each write, because a later one may hide what an earlier one did.
"""

from typing import Any

Item = dict[str, dict[str, Any]]
ENDED = ("opened", "completed", "failed", "canceled")


def flaw(
    before: Item | None, after: Item | None, now: float, *, existed: bool
) -> tuple[str, str] | None:
    """The promise that a write at the time `now` breaks, and how. `existed` says whether an item
    with the same key was removed before."""
    item = after or before or {}
    if after is None or "#" in item.get("user_id", {"S": "#"})["S"]:
        return None  # not a video
    what = _flaw(before, after, now, existed)
    return what and (what[0], f"{item['video_id']['S']} {what[1]}")


def _flaw(before: Item | None, after: Item, now: float, existed: bool) -> tuple[str, str] | None:
    is_ = _text(after, "status")
    if before is None:
        if existed or "filename" not in after:
            return "3 a deleted video does not come back", f"is stored again as {is_ or 'a part'}"
        return None
    was = _text(before, "status")
    if was == "deleted" and is_ != was:
        return "3 a deleted video does not come back", f"was deleted and is {is_}"
    uploads = {_text(item, "upload_id") for item in (before, after)} - {""}
    if len(uploads) > 1:
        return "2 a repeated request changes nothing", "has another upload than before"
    old, new = (_number(item, "extraction", 1) for item in (before, after))
    if not old <= new <= old + 1:
        return "2 a late event changes nothing", f"goes from extraction {old:g} to {new:g}"
    return None if new > old or is_ == "deleted" else _late(before, after, now)


def _late(before: Item, after: Item, now: float) -> tuple[str, str] | None:
    """Within one extraction, it does not go back."""
    was, is_ = _text(before, "status"), _text(after, "status")
    old, new = (_number(item, "attempt", 1) for item in (before, after))
    if was in ENDED and is_ != was and not (_opens_again(before, after) and new == old + 1):
        return "2 a late event changes nothing", f"was {was} and is {is_}"
    if new < old:
        return "2 a late event changes nothing", f"goes from attempt {old:g} to {new:g}"
    if new > old and _number(before, "due_at", 0) > now:
        return "2 a worker that reports keeps its job", f"goes to attempt {new:g} too soon"
    done, progress = (_number(item, "progress", 0) for item in (before, after))
    if new == old and progress < done:
        return "2 a late event changes nothing", f"goes back from {done:.0%} to {progress:.0%}"
    return None


def fails_to_open(before: Item | None, after: Item | None) -> bool:
    """Whether a write says that a video could not be opened."""
    if before is None or after is None or "filename" not in after:
        return False
    was, is_ = _text(before, "status"), _text(after, "status")
    return _number(after, "extraction", 1) == 0 and (was != "failed") and is_ == "failed"


def _opens_again(before: Item, after: Item) -> bool:
    """A failed opening is tried again under the same number."""
    was, is_ = _text(before, "status"), _text(after, "status")
    return _number(after, "extraction", 1) == 0 and (was, is_) == ("failed", "queued")


def _text(item: Item, name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _number(item: Item, name: str, absent: float) -> float:
    return float(item.get(name, {}).get("N", absent))
