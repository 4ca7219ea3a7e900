"""Names of files: which of them every file system takes, and how a template names images.

Not str.format, whose fields reach the attributes of what they are given.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from stills.timing import MICROSECONDS, clock

MAX_BYTES = 255
"""Of a name, as file systems allow."""

MAX_TEMPLATE_BYTES = 100
MAX_VIDEO_NAME_BYTES = 100
"""With a template of MAX_TEMPLATE_BYTES, numbers and a suffix, at most MAX_BYTES."""

UNNAMED = "video"
"""Stands for the name of a video that has none."""

DEFAULT_TEMPLATE = "frame_{index:06}_{timecode}"

FIELDS = ("name", "index", "time", "timecode", "frame")
_NUMBERS = ("index", "frame")
_DIFFERENT = ("index", "time", "timecode", "frame")
"""The fields of which each image has another value."""

_FIELD = re.compile(r"\{(?P<name>[^{}:]*)(?::(?P<width>[^{}]*))?\}")
_REFUSED = ':*?"<>|'
_FIRST_REFUSED = ".-+=@~ "
"""At the beginning of a name: hidden files, and what shells and spreadsheets take for more than a
name."""

_JOINERS = "\u200c\u200d"  # invisible, but parts of Persian words and of emoji
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|\Z)", re.IGNORECASE)


def safe_stem(file_name: str, max_bytes: int) -> str:
    """The file name without folders and suffix, of characters that are valid on Windows, macOS and
    Linux. May be empty."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    stem = name.rpartition(".")[0] or name
    visible = " ".join("".join(c if _is_visible(c) else " " for c in stem).split())
    safe = re.sub(f"[{_REFUSED}]+", "_", visible).strip(" .")
    return safe.encode()[:max_bytes].decode(errors="ignore").strip(" ." + _JOINERS)


def not_reserved(name: str) -> str:
    """The name, changed if Windows reserves it for a device."""
    return f"_{name}" if _RESERVED.match(name) else name


def is_safe(name: str) -> bool:
    """Whether a file can have the name everywhere, and nothing takes it for more than a name."""
    return (
        0 < len(name.encode(errors="replace")) <= MAX_BYTES
        and name == unicodedata.normalize("NFC", name)
        and all(map(_is_visible, name))
        and not re.search(rf"[/\\{_REFUSED}]|\.\.", name)
        and name[0] not in _FIRST_REFUSED
        and name[-1] not in ". "
        and not _RESERVED.match(name)
    )


def template_fault(template: str) -> str | None:
    """The rule that a template breaks, as a predicate; None if it can name images."""
    fields = [field["name"] for field in _FIELD.finditer(template)]
    sample = not_reserved(unicodedata.normalize("NFC", _FIELD.sub("0", template))) or "."
    if set(fields) - set(FIELDS) or re.search("[{}]", sample):
        return f"must have no fields but {', '.join(f'{{{field}}}' for field in FIELDS)}"
    if not all(map(_has_valid_width, _FIELD.finditer(template))):
        return "must have widths only as in {index:06} and {frame:06}"
    if len(set(fields)) < len(fields):
        return "must have each field only once"
    if not set(fields) & set(_DIFFERENT):
        return "must have {index}, {time}, {timecode} or {frame}, so that names differ"
    if len(unicodedata.normalize("NFC", template).encode(errors="replace")) > MAX_TEMPLATE_BYTES:
        return f"must have at most {MAX_TEMPLATE_BYTES} bytes"
    if sample[0] in _FIRST_REFUSED or sample[-1] in ". ":
        return (
            "must begin with none of . - + = @ ~ and space, and end neither with . nor with space"
        )
    if not is_safe(sample):
        return 'must have none of / \\ : * ? " < > |, no "..", and no invisible characters'
    return None


def uses_frame_number(template: str) -> bool:
    return any(field["name"] == "frame" for field in _FIELD.finditer(template))


@dataclass(frozen=True)
class Labels:
    """What an image is named by. `time` is in microseconds; `frame` is 0 if it is not used."""

    index: int
    time: int
    frame: int = 0


class Namer:
    """Names images by a template without a fault. No name is given twice, nor is one of `taken`,
    not even on file systems that ignore case: such a name gets a number, as in `_2`."""

    def __init__(
        self, template: str, video_name: str, suffix: str, taken: Iterable[str] = ()
    ) -> None:
        self._template = template
        self._video_name = _as_field(video_name)
        self._suffix = suffix
        self._taken = {each.casefold() for each in taken}

    def name(self, labels: Labels) -> str:
        stem = not_reserved(unicodedata.normalize("NFC", self._filled(labels)))
        name, number = f"{stem}.{self._suffix}", 2
        while name.casefold() in self._taken:
            name, number = f"{stem}_{number}.{self._suffix}", number + 1
        self._taken.add(name.casefold())
        return name

    def _filled(self, labels: Labels) -> str:
        values: dict[str, str | int] = {
            "name": self._video_name,
            "index": labels.index,
            "time": f"{labels.time // MICROSECONDS:05}.{labels.time % MICROSECONDS:06}",
            "timecode": clock(labels.time),
            "frame": labels.frame,
        }
        return _FIELD.sub(
            lambda field: str(values[field["name"]]).rjust(int(field["width"] or 0), "0"),
            self._template,
        )


def _has_valid_width(field: re.Match[str]) -> bool:
    width = field["width"]
    return width is None or (field["name"] in _NUMBERS and bool(re.fullmatch("0[1-9]", width)))


def _as_field(video_name: str) -> str:
    """The name of the video, so that no name becomes unsafe by it."""
    stem = re.sub(r"\.{2,}", ".", safe_stem(video_name, MAX_VIDEO_NAME_BYTES))
    return re.sub(f"^[{re.escape(_FIRST_REFUSED)}]", "_", stem) or UNNAMED


def _is_visible(character: str) -> bool:
    """Not a control, a line break, half a surrogate pair, or a change of the text's direction."""
    category = unicodedata.category(character)
    return character in _JOINERS or category not in ("Cc", "Cf", "Cs", "Zl", "Zp")
