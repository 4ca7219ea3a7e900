"""What the history of a video's item may not contain, whatever the state machine's own table says.

Judged at each write, because a later one may hide what an earlier one did.
"""

from typing import Any

Item = dict[str, dict[str, Any]]
ENDED = ("completed", "failed", "canceled")


def flaw(before: Item | None, after: Item | None, *, existed: bool) -> tuple[str, str] | None:
    """The promise that a write breaks, and how. `existed` says whether the key had an item that was
    removed."""
    item = after or before or {}
    if after is None or "#" in item.get("user_id", {"S": "#"})["S"]:
        return None  # not a video
    what = _flaw(before, after, existed)
    return what and (what[0], f"{item['video_id']['S']} {what[1]}")


def _flaw(before: Item | None, after: Item, existed: bool) -> tuple[str, str] | None:
    now = _text(after, "status")
    if before is None:
        if existed or "filename" not in after:
            return "3 a deleted video does not come back", f"is stored again as {now or 'a part'}"
        return None
    was = _text(before, "status")
    if was == "deleted" and now != was:
        return "3 a deleted video does not come back", f"was deleted and is {now}"
    old, new = (_number(item, "extraction", 1) for item in (before, after))
    if not old <= new <= old + 1:
        return "2 a late event changes nothing", f"goes from extraction {old:g} to {new:g}"
    return None if new > old or now == "deleted" else _late(before, after)


def _late(before: Item, after: Item) -> tuple[str, str] | None:
    """Within one extraction, it does not go back."""
    was, now = _text(before, "status"), _text(after, "status")
    if was in ENDED and now != was:
        return "2 a late event changes nothing", f"was {was} and is {now}"
    old, new = (_number(item, "attempt", 1) for item in (before, after))
    if new < old:
        return "2 a late event changes nothing", f"goes from attempt {old:g} to {new:g}"
    done, progress = (_number(item, "progress", 0) for item in (before, after))
    if new == old and progress < done:
        return "2 a late event changes nothing", f"goes back from {done:.0%} to {progress:.0%}"
    return None


def _text(item: Item, name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _number(item: Item, name: str, absent: float) -> float:
    return float(item.get(name, {}).get("N", absent))
