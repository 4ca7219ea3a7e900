"""ExtractionOptions as flags of the command line, one for each field."""

import argparse
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from stills.cli.errors import CommandError
from stills.options import ExtractionOptions

GROUPS: dict[str, dict[str, tuple[str | None, str]]] = {
    "which moments (at most one of these)": {
        "interval": ("SECONDS", "one every so many seconds (default: 1)"),
        "fps": ("N", "so many a second"),
        "count": ("N", "so many, evenly spread"),
        "timestamps": ("TIMES", "at these, in seconds or percent: 1.5,50%%"),
        "every_nth": ("N", "each nth frame"),
        "keyframes": (None, "all keyframes"),
        "scenes": (None, "one in each scene"),
    },
    "more on moments": {
        "scene_threshold": ("0..1", "how much pictures differ at a cut"),
        "per_scene": ("N", "images in each scene"),
        "start": ("SECONDS", "none before"),
        "end": ("SECONDS", "none after"),
        "pick": (None, "the frame on screen at the moment, or the sharpest until the next"),
    },
    "what to leave out": {
        "skip_black": (None, "black pictures"),
        "black_threshold": ("0..1", "how bright a black picture may be"),
        "skip_duplicates": (None, "pictures like the one before"),
        "duplicate_distance": ("0..64", "in how many of 64 bits such pictures may differ"),
        "max_images": ("N", "all but the first so many"),
    },
    "the images": {
        "format": (None, "of the image files"),
        "quality": ("1..100", "of jpg and webp"),
        "width": ("PIXELS", "to fit into"),
        "height": ("PIXELS", "to fit into"),
        "fit": (None, "how to fit where the shape differs"),
        "enlarge": (None, "small pictures too"),
    },
    "made of evenly chosen images, into the zip": {
        "contact_sheet": ("JPG", "one picture of them with their times, into this file too"),
        "sprite": (None, "small ones for a player's previews, and the WebVTT that says where"),
    },
}
"""For each field its value's name and its help, in the order in which `--help` shows them."""

_FIELDS = {field.name: field for field in msgspec.structs.fields(ExtractionOptions)}
_OTHER_NAMES = {"interval": "--every", "timestamps": "--at"}
_PLAIN_WORDS = {" | null": "", "`float`": "a number", "`int`": "a whole number"}


def flag(field: str) -> str:
    """`--skip-black` for `skip_black`."""
    return _OTHER_NAMES.get(field, "--" + field.replace("_", "-"))


def add_flags(parser: argparse.ArgumentParser) -> None:
    for title, fields in GROUPS.items():
        group = parser.add_argument_group(title)
        for name, (metavar, help_text) in fields.items():
            group.add_argument(flag(name), **_how(name, metavar, help_text))


def read_options(arguments: argparse.Namespace) -> ExtractionOptions:
    """Raises CommandError, which names the flag at fault."""
    given = {name: value for name, value in vars(arguments).items() if name in _FIELDS}
    values = {name: _read(name, value) for name, value in given.items()}
    try:
        return msgspec.convert(values, ExtractionOptions)
    except msgspec.ValidationError as error:
        raise CommandError("invalid_options", _explain(str(error), given)) from error


def _how(name: str, metavar: str | None, help_text: str) -> dict[str, Any]:
    field = _FIELDS[name]
    how: dict[str, Any] = {"dest": name, "help": help_text, "default": argparse.SUPPRESS}
    if name == "contact_sheet":  # on where a file is given
        return how | {"metavar": metavar, "type": Path}
    if field.type is bool:
        return how | {"action": "store_true"}
    if field.default not in (None, ()):
        how["help"] += f" (default: {field.default})"
    if get_origin(field.type) is Literal:
        return how | {"choices": get_args(field.type)}
    return how | {"metavar": metavar}


def _read(name: str, value: Any) -> Any:
    if name == "timestamps":
        return [_number(part.strip()) for part in value.split(",")]
    if isinstance(value, Path):
        return True
    return _number(value) if isinstance(value, str) else value


def _number(text: str) -> int | float | str:
    """The number that the text is, or else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _explain(message: str, given: dict[str, Any]) -> str:
    """msgspec's message in terms of the command line."""
    message, _, path = message.partition(" - at `$.")
    if not path:  # of several fields
        return re.sub(r"`(\w+)`", lambda name: flag(name[1]), message)
    field = re.split(r"\W", path)[0]
    if field == "timestamps" and "regex" in message:
        message = "expected seconds, or a percentage such as 50%"
    for technical, plain in _PLAIN_WORDS.items():
        message = message.replace(technical, plain)
    expected = message.partition(", got")[0].removesuffix(".0")
    return f"{flag(field)}: {expected[0].lower()}{expected[1:]}, got {given[field]}"
