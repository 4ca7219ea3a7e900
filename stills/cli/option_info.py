"""What ExtractionOptions says about each of its fields, in the words of a command line."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

from stills.options import ExtractionOptions


@dataclass(frozen=True)
class Option:
    """A field of ExtractionOptions. `type` validates a value; `kind` is the type without limits,
    without None and without its description."""

    name: str
    type: Any
    kind: inspect.Type
    unit: str | None
    description: str
    default: Any

    @property
    def choices(self) -> tuple[str, ...] | None:
        if isinstance(self.kind, inspect.LiteralType):
            return tuple(map(str, self.kind.values))
        return None

    @property
    def placeholder(self) -> str | None:
        """Stands for the value in `--help`. None for a flag without a value, and for `choices`."""
        match self.kind:
            case inspect.BoolType() | inspect.LiteralType():
                return None
            case inspect.StrType():
                return "TEXT"
            case inspect.VarTupleType():
                return "TIME,..."
            case inspect.TupleType():
                return "X,Y,W,H"
            case inspect.IntType(ge=least, le=most) | inspect.FloatType(ge=least, le=most):
                if self.unit:
                    return self.unit.upper()
                return f"{least:g}..{most:g}" if (most or 0) <= 100 else "N"
        raise TypeError(f"no flag can have a value of the type of {self.name}")


def _options() -> dict[str, Option]:
    described = inspect.type_info(ExtractionOptions).fields  # type: ignore[attr-defined]
    types = {field.name: field.type for field in msgspec.structs.fields(ExtractionOptions)}
    return {field.name: _option(field, types[field.name]) for field in described}


def _option(field: inspect.Field, type_: Any) -> Option:
    description, unit, kind = "", None, field.type
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            description = (kind.extra_json_schema or {}).get("description", description)
            unit = (kind.extra or {}).get("unit", unit)
            kind = kind.type
        else:  # of a type, None, and a text that stands for a value of the type
            kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    return Option(field.name, type_, kind, unit, description, field.default)


OPTIONS = _options()
