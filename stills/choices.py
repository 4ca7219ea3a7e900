"""Extraction options as keyword arguments, by the short names that the command uses."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypedDict, Unpack

import msgspec

from stills.errors import InvalidOptions
from stills.options import ExtractionOptions
from stills.validation import explain

ALIASES = {"every": "interval", "at": "timestamps"}
"""Short names of options. Every other option is called as its field."""


class Choices(TypedDict, total=False):
    """The fields of ExtractionOptions, which documents them."""

    every: float | str
    at: Sequence[float | str]
    interval: float | str
    fps: float | str
    count: int
    timestamps: Sequence[float | str]
    every_nth: int
    keyframes: bool
    scenes: bool
    chapters: bool
    best: int | None
    min_gap: float | str
    scene_threshold: float
    per_scene: int
    start: float | str
    end: float | str | None
    pick: Literal["exact", "sharpest"]
    sharpest_within: float | str
    skip_black: bool
    black_threshold: float
    skip_blurred: bool
    blur_threshold: float
    skip_duplicates: bool
    duplicate_threshold: float
    duplicates_of: Literal["last", "any"]
    format: Literal["jpg", "png", "webp", "avif", "tiff"]
    quality: int
    tone_map: bool
    alpha: bool
    location: bool
    crop: Sequence[int | str] | None
    width: int | None
    height: int | None
    fit: Literal["contain", "cover", "stretch"]
    enlarge: bool
    names: str
    max_images: int
    contact_sheet: bool
    sprite: bool
    csv: bool
    coco: bool
    pdf: bool


def options_from(
    options: ExtractionOptions | None, **choices: Unpack[Choices]
) -> ExtractionOptions:
    """`options`, or those that the keyword arguments give. Raises InvalidOptions."""
    if options is not None:
        if choices:
            raise InvalidOptions("Give either options or keyword arguments, not both.")
        return options
    fields = {ALIASES.get(name, name): value for name, value in choices.items()}
    if len(fields) < len(choices):
        raise InvalidOptions("An option is given twice, under both of its names.")
    given = {ALIASES.get(name, name): name for name in choices}
    try:
        return msgspec.convert(fields, ExtractionOptions)
    except msgspec.ValidationError as error:
        problem = explain(error, ExtractionOptions, lambda field: given.get(field, field))
        path = re.sub(r"\A\w+", lambda field: given.get(field[0], field[0]), problem.path)
        raise InvalidOptions(f"{replace(problem, path=path).sentence}.") from error
