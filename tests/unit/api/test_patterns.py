"""No pattern lets a trailing line break through, as one that ends with `$` would."""

from typing import Any

import msgspec
import pytest
from msgspec import inspect

from chalicelib.http.openapi.document import document
from chalicelib.routes.accounts import Email
from chalicelib.routes.meta import ALL
from chalicelib.videos.registration import FileName
from contracts import messages
from contracts.messages import ApiEvent, FailureCode, UserId, VideoId, WorkerEvent
from stills.manifest import Manifest
from stills.options import RateText, TimeOrPercent, TimeText


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Email, "ada@example.com"),
        (FailureCode, "not_a_video"),
        (FileName, "a.mp4"),
        (RateText, "24000/1001"),
        (TimeOrPercent, "12.5%"),
        (TimeText, "1:02:03.5"),
        (UserId, "0b5c"),
        (VideoId, "01890000-0000-7000-8000-000000000000"),
    ],
    ids=str,
)
def test_a_trailing_line_break_is_refused(kind: Any, value: str) -> None:
    assert msgspec.convert(value, kind) == value

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value + "\n", kind)


def test_no_pattern_ends_with_a_dollar_sign() -> None:
    declared = [endpoint for endpoints in ALL for endpoint in endpoints]
    requests = [kind for each in declared for kind in (each.body, each.query) if kind]

    found = patterns([*requests, ApiEvent, WorkerEvent, Manifest, messages.ExtractionRequested])

    assert len(found) >= 6
    assert not [pattern for pattern in found if "$" in pattern]


def test_every_id_in_a_path_has_a_pattern_in_the_openapi_document() -> None:
    operations = [each for path in document(ALL, "1")["paths"].values() for each in path.values()]
    ids = [
        parameter["schema"]
        for operation in operations
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "path" and parameter["name"] != "name"
    ]

    assert len(ids) > 10
    assert all("pattern" in schema for schema in ids)


def patterns(kinds: list[Any]) -> set[str]:
    """Every pattern in the types and in all types inside them."""
    found: set[str] = set()
    waiting: list[Any] = list(inspect.multi_type_info(kinds))
    while waiting:
        match waiting.pop():
            case inspect.StrType(pattern=str(pattern)):
                found.add(pattern)
            case inspect.Metadata(type=inside):
                waiting.append(inside)
            case inspect.UnionType(types=inside):
                waiting.extend(inside)
            case inspect.StructType(fields=fields):
                waiting.extend(field.type for field in fields)
            case inspect.CollectionType(item_type=inside) | inspect.VarTupleType(item_type=inside):
                waiting.append(inside)
            case inspect.DictType(value_type=inside):
                waiting.append(inside)
    return found
