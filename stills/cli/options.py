"""ExtractionOptions as flags of the command line, one for each field."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from stills.choices import ALIASES
from stills.cli.option_info import OPTIONS, Option
from stills.errors import InvalidOptions
from stills.options import SAMPLE_TIMES, ExtractionOptions
from stills.validation import explain

GROUPS: dict[str, tuple[str, ...]] = {
    "times of the images (at most one; default: --every 1)": SAMPLE_TIMES,
    "more about times": (
        "min_gap",
        "scene_threshold",
        "per_scene",
        "start",
        "end",
        "pick",
        "sharpest_within",
    ),
    "images to leave out": (
        "skip_black",
        "black_threshold",
        "skip_blurred",
        "blur_threshold",
        "skip_duplicates",
        "duplicate_threshold",
        "duplicates_of",
        "max_images",
    ),
    "image files": (
        "format",
        "quality",
        "crop",
        "width",
        "height",
        "fit",
        "enlarge",
        "names",
        "tone_map",
        "alpha",
        "location",
    ),
    "extras": ("contact_sheet", "sprite", "csv", "coco", "pdf"),
}
"""The fields, in the order in which `--help` shows them."""

_FLAGS = {field: f"--{alias}" for alias, field in ALIASES.items()}


def flag(field: str) -> str:
    """`--skip-black` for `skip_black`."""
    return _FLAGS.get(field, "--" + field.replace("_", "-"))


def add_flags(parser: argparse.ArgumentParser, *, sheet_is_a_file: bool = True) -> None:
    """On this machine, the contact sheet is also written to a file of its own."""
    for title, names in GROUPS.items():
        group = parser.add_argument_group(title)
        for name in names:
            is_file = name == "contact_sheet" and sheet_is_a_file
            settings = _settings(OPTIONS[name], is_file)
            action = group.add_argument(flag(name), dest=name, **settings)
            if is_file:
                action.complete = "file"  # type: ignore[attr-defined]  # for shtab


def read_options(arguments: argparse.Namespace) -> ExtractionOptions:
    """Raises InvalidOptions, which names the flags at fault."""
    given = {name: value for name, value in vars(arguments).items() if name in OPTIONS}
    if "contact_sheet" in given:  # its value is a path
        given["contact_sheet"] = True
    try:
        return ExtractionOptions(**given)
    except ValueError as error:
        raise InvalidOptions(_with_flags(str(error))) from error


def _settings(option: Option, is_file: bool) -> dict[str, Any]:
    settings: dict[str, Any] = {"help": _help(option, is_file), "default": argparse.SUPPRESS}
    if is_file:
        return settings | {"metavar": "JPG", "type": Path}
    if isinstance(option.kind, inspect.BoolType):
        action = argparse.BooleanOptionalAction if option.default else "store_true"
        return settings | {"action": action}
    if option.choices is None:
        settings["metavar"] = option.placeholder
    return settings | {"type": _reader(option), "choices": option.choices}


def _help(option: Option, is_file: bool) -> str:
    text = _with_flags(option.description)
    text = text[0].lower() + text[1:]
    if is_file:
        text += ", and write it to this file"
    if option.default not in (None, (), False, True):
        default = f"{option.default:g}" if isinstance(option.default, float) else option.default
        text += f" (default: {default})"
    return text.replace("%", "%%")  # argparse formats it


def _with_flags(text: str) -> str:
    """Names flags instead of fields."""
    return re.sub(r"`(\w+)`", lambda name: flag(name[1]), text)


def _reader(option: Option) -> Callable[[str], Any]:
    """Returns a function that reads a flag's value, for argparse."""

    def read(text: str) -> Any:
        try:
            return msgspec.convert(_parse(text, option.kind), option.type)
        except msgspec.ValidationError as error:
            message = f"{explain(error, option.type).rule}, not {text!r}"
            raise argparse.ArgumentTypeError(message) from error

    return read


def _parse(text: str, kind: inspect.Type) -> Any:
    """The value that the text stands for, or the text itself, which the type may refuse."""
    match kind:
        case inspect.IntType():
            return _number(text, lambda digits: msgspec.convert(digits, int, strict=False))
        case inspect.FloatType():
            return _number(text, float)
        case inspect.VarTupleType():
            return [_number(part.strip(), float) for part in text.split(",")]
        case inspect.TupleType():
            return [_number(part.strip(), int) for part in text.split(",")]
    return text


def _number(text: str, read: Callable[[str], float]) -> float | str:
    try:
        return read(text)
    except ValueError:  # msgspec's errors are such, too
        return text
