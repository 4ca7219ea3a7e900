"""Explains in plain words why a value does not fit its type.

msgspec's own messages show type names and regular expressions. Only the place of the error is read
from them; the rule is worded from the type that is declared at that place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

from stills.syntax import InvalidValue
from stills.wording import counted

_PLACE = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`\Z")
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_LENGTH = re.compile(r"Expected `\w+` of length")
_STEP = re.compile(r"\.(?P<field>[^.\[]+)|\[(?P<place>[^\]]*)\]")
_LONGEST_NAME = 100

_NOUNS: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.BoolType: "true or false",
    inspect.DateTimeType: "a date and time with its time zone",
    inspect.StructType: "an object",
    inspect.DictType: "an object",
    inspect.ListType: "a list",
    inspect.VarTupleType: "a list",
    inspect.TupleType: "a list",
}


@dataclass(frozen=True)
class Violation:
    """`path` leads to the value at fault, as in `options.timestamps[2]`; it is empty for the value
    as a whole. `rule` is a predicate ("must be a whole number", "is required"), or a sentence of
    its own where fields contradict each other."""

    path: str
    rule: str

    @property
    def sentence(self) -> str:
        """Without a full stop."""
        if not self.path:
            return self.rule
        is_predicate = self.rule.startswith(("must ", "is "))
        return f"{self.path} {self.rule}" if is_predicate else f"{self.path}: {self.rule}"


def explain(
    error: msgspec.ValidationError, kind: Any, name: Callable[[str], str] = str
) -> Violation:
    """What is wrong with a value that was decoded as, or converted to, the type `kind`.

    Where a rule is about several fields, `name` gives the name to show for each. A text with a
    pattern says what it is as `Meta(extra={"noun": "an e-mail address"})`, which becomes the rule
    "must be an e-mail address".
    """
    place = _PLACE.search(str(error))
    path = place["path"] if place else ""
    problem = str(error)[: place.start() if place else None]
    cause = error.__cause__
    if isinstance(cause, ValueError):  # raised by the __post_init__ of a type of ours
        if isinstance(cause, InvalidValue):
            path, problem = f"{path}.{cause.place}", cause.rule
        return _violation(path, re.sub(r"`(\w+)`", lambda quoted: name(quoted[1]), problem))
    if field := _MISSING.fullmatch(problem):
        return _violation(f"{path}.{field['name']}", "is required")
    if field := _UNKNOWN.fullmatch(problem):
        return _violation(f"{path}.{field['name'][:_LONGEST_NAME]}", "is not a known field")
    expected = inspect.type_info(kind)
    for step in _STEP.finditer(path):
        expected = _inside(expected, step["field"], step["place"])
    if _LENGTH.match(problem):
        return _violation(path, f"must have {_length(expected)}")
    words = dict.fromkeys(_words(choice) for choice in _choices(expected))
    return _violation(path, f"must be {' or '.join(words)}")


def _violation(path: str, rule: str) -> Violation:
    return Violation(path.removeprefix("."), rule)


def _plain(expected: inspect.Type) -> inspect.Type:
    return expected.type if isinstance(expected, inspect.Metadata) else expected


def _choices(expected: inspect.Type) -> list[inspect.Type]:
    """The types of a union, but for null: what may be null may also be left out."""
    plain = _plain(expected)
    if not isinstance(plain, inspect.UnionType):
        return [expected]
    return [each for each in plain.types if not isinstance(_plain(each), inspect.NoneType)]


def _inside(expected: inspect.Type, field: str | None, place: str | None) -> inspect.Type:
    """The type of a field, or of the item at a place if `field` is None."""
    choices = [_plain(choice) for choice in _choices(expected)]
    if tags := [
        choice.tag
        for choice in choices
        if isinstance(choice, inspect.StructType) and field and field == choice.tag_field
    ]:
        return inspect.LiteralType(tuple(tags))
    for choice in choices:
        match choice:
            case inspect.StructType():
                for known in choice.fields:
                    if known.encode_name == field:
                        return known.type
            case inspect.DictType():
                return choice.value_type
            case inspect.CollectionType() | inspect.VarTupleType():
                return choice.item_type
            case inspect.TupleType() if place and place.isdecimal():
                return choice.item_types[int(place)]
    return inspect.AnyType()


def _words(expected: inspect.Type) -> str:
    """A noun phrase."""
    plain = _plain(expected)
    if isinstance(plain, inspect.StrType) and plain.pattern:
        return str(_extra(expected).get("noun", "text of another form"))
    match plain:
        case inspect.IntType():
            return f"a whole number{_unit(expected)}{_bounds(plain)}"
        case inspect.FloatType():
            return f"a number{_unit(expected)}{_bounds(plain)}"
        case inspect.LiteralType(values=[value]):
            return str(value)
        case inspect.LiteralType():
            return "one of " + ", ".join(map(str, plain.values))
    return _NOUNS.get(type(plain), "of another kind")


def _unit(expected: inspect.Type) -> str:
    """A type names its unit as `Meta(extra={"unit": "seconds"})`."""
    unit = _extra(expected).get("unit")
    return f" of {unit}" if unit else ""


def _extra(expected: inspect.Type) -> dict[str, Any]:
    return getattr(expected, "extra", None) or {}


def _bounds(number: inspect.IntType | inspect.FloatType) -> str:
    if number.ge is not None and number.le is not None:
        return f" from {_figure(number.ge)} to {_figure(number.le)}"
    limits = {
        "at least": number.ge,
        "greater than": number.gt,
        "at most": number.le,
        "less than": number.lt,
    }
    stated = [f"{words} {_figure(limit)}" for words, limit in limits.items() if limit is not None]
    return f", {' and '.join(stated)}" if stated else ""


def _length(expected: inspect.Type) -> str:
    for choice in map(_plain, _choices(expected)):
        match choice:
            case inspect.StrType():
                return _span(choice.min_length, choice.max_length, "character")
            case inspect.CollectionType() | inspect.VarTupleType():
                return _span(choice.min_length, choice.max_length, "item")
            case inspect.DictType():
                return _span(choice.min_length, choice.max_length, "field")
            case inspect.TupleType():
                return _span(len(choice.item_types), len(choice.item_types), "item")
    return "another length"


def _span(least: int | None, most: int | None, unit: str) -> str:
    if least == most:
        return f"exactly {counted(most or 0, unit)}"
    if least is not None and most is not None:
        return f"{_figure(least)} to {counted(most, unit)}"
    if most is not None:
        return f"at most {counted(most, unit)}"
    return f"at least {counted(least or 0, unit)}"


def _figure(number: float) -> str:
    """86400.0 becomes "86,400", 0.0001 stays "0.0001"."""
    return f"{int(number):,}" if number == int(number) else f"{number:.12g}"
