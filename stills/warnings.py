"""Every warning of the library: what was unusual about an extraction or a plan, although it gives
images.

A warning has a stable code, a sentence, and the numbers in the sentence, from which a program can
word it in another language.
"""

from typing import Annotated, Literal

from msgspec import Struct

from stills.schema import about
from stills.wording import counted, verb

Code = Literal[
    "alpha_lost",
    "chapters_beyond_end",
    "crop_cut",
    "cut_off",
    "frames_damaged",
    "frames_lost",
    "hidden_damage",
    "image_limit",
    "no_chapters",
    "times_beyond_end",
    "times_jump",
    "times_outside_span",
]
"""The codes that this release knows. A newer one may have more."""


class VideoWarning(Struct, frozen=True):
    """What was unusual."""

    code: Annotated[str, about("A stable code for programs", "frames_lost")]
    reason: Annotated[str, about("A sentence for people", "12 frames could not be decoded.")]
    values: Annotated[
        dict[str, float], about("The numbers in the sentence, by name", {"frames": 12})
    ]


def _warning(code: Code, reason: str, **values: float) -> VideoWarning:
    return VideoWarning(code, reason, values)


def alpha_lost() -> VideoWarning:
    return _warning(
        "alpha_lost",
        "The alpha channel of the video cannot be decoded, so the images have none.",
    )


def crop_cut(width: int, height: int, kept_width: int, kept_height: int) -> VideoWarning:
    """Of a picture of `width` x `height` pixels, `kept_width` x `kept_height` are in the crop."""
    return _warning(
        "crop_cut",
        f"The crop reaches beyond the picture, which has {width:,} x {height:,} pixels, "
        f"so it was cut to {kept_width:,} x {kept_height:,}.",
        width=width,
        height=height,
        kept_width=kept_width,
        kept_height=kept_height,
    )


def cut_off() -> VideoWarning:
    return _warning("cut_off", "The file could not be read to its end.")


def frames_damaged(frames: int) -> VideoWarning:
    are = verb(frames, "is", "are")
    reason = f"{counted(frames, 'frame')} {are} partly damaged."
    return _warning("frames_damaged", reason, frames=frames)


def frames_lost(frames: int) -> VideoWarning:
    reason = f"{counted(frames, 'frame')} could not be decoded."
    return _warning("frames_lost", reason, frames=frames)


def hidden_damage() -> VideoWarning:
    return _warning("hidden_damage", "The video is damaged, so parts of some images may be wrong.")


def image_limit(images: int) -> VideoWarning:
    reason = f"The extraction stopped at the limit of {counted(images, 'image')}."
    return _warning("image_limit", reason, images=images)


def times_jump(jumps: int) -> VideoWarning:
    times = "once" if jumps == 1 else f"{jumps:,} times"
    return _warning(
        "times_jump",
        f"The timestamps of the video start over or jump {times}. The times of the images go on "
        "from those before.",
        jumps=jumps,
    )


def no_chapters() -> VideoWarning:
    return _warning("no_chapters", "The video has no chapters.")


def chapters_beyond_end(count: int, total: int, end: float) -> VideoWarning:
    """So many of all marks of chapters are beyond the end of the video, in seconds."""
    reason = _some(count, total, "chapter marks", _beyond(end))
    return _warning("chapters_beyond_end", reason, count=count, total=total, end=end)


def times_beyond_end(count: int, total: int, end: float) -> VideoWarning:
    """So many of all listed times are beyond the end of the video, in seconds."""
    reason = _some(count, total, "listed times", _beyond(end))
    return _warning("times_beyond_end", reason, count=count, total=total, end=end)


def times_outside_span(count: int, total: int, start: float, end: float | None) -> VideoWarning:
    """So many of all listed times are not from `start` to `end`, in seconds; without `end`, it is
    the end of the video."""
    until = "the end" if end is None else _seconds(end)
    where = f"outside of the wanted span, {_seconds(start)} to {until}"
    span = {"start": start} if end is None else {"start": start, "end": end}
    reason = _some(count, total, "listed times", where)
    return _warning("times_outside_span", reason, count=count, total=total, **span)


def _beyond(end: float) -> str:
    return f"beyond the end of the video, at {_seconds(end)}"


def _some(count: int, total: int, what: str, where: str) -> str:
    if total == 1:
        return f"The {what.removesuffix('s')} is {where}."
    if count == total:
        return f"{'Both' if total == 2 else f'All {total:,}'} {what} are {where}."
    return f"{count:,} of the {total:,} {what} {verb(count, 'is', 'are')} {where}."


def _seconds(time: float) -> str:
    return f"{time:.10g} s"
