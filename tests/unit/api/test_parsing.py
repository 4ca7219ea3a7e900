"""Whatever a client sends, the answer names the field and says the rule in plain words."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

from chalicelib.errors import ApiError, InvalidRequest, MalformedBody
from chalicelib.http.parsing import (
    IDEMPOTENCY_KEY,
    parse_body,
    parse_idempotency_key,
    parse_query,
)
from chalicelib.routes.accounts import Address, Confirmation, NewAccount, NewPassword
from chalicelib.routes.extractions import NewExtraction
from chalicelib.routes.images import ExtractionQuery, ImagesQuery
from chalicelib.routes.sessions import Credentials, Refresh
from chalicelib.routes.videos import ListQuery, VideoChanges
from chalicelib.videos.registration import NewVideo
from chalicelib.videos.uploads import CompleteUpload
from stills.options import ExtractionOptions

BODIES = [
    NewVideo,
    NewExtraction,
    VideoChanges,
    ExtractionOptions,
    CompleteUpload,
    NewAccount,
    Confirmation,
    Address,
    NewPassword,
    Credentials,
    Refresh,
]
QUERIES = [ListQuery, ImagesQuery, ExtractionQuery]

ARTEFACT = re.compile(
    r"`|\bexpected\b|regex|\bstr\b|\bint\b|\bfloat\b|\bbool\b|\bnull\b|\barray\b|None|\\|\^"
    r"|another (kind|form|length)",
    re.IGNORECASE,
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from([-1, 0, 0.5, 1.5, 101, 1e300, -1e-9]),
    st.sampled_from(["", "x", "50%", "50%\n", "101%", "a@b.c\n", "jpg", "x" * 1100, "\x00"]),
    st.text(max_size=20),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["number", "etag", "x"]), inner, max_size=3),
    ),
    max_leaves=6,
)


def objects(kind: type) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some fields of a struct, and values of all kinds."""
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    fields = {field.encode_name: field.type for field in described.fields}
    entries = [st.tuples(st.just(name), ANYTHING) for name in [*fields, "surprise"]]
    entries += [
        st.tuples(st.just(name), objects(inside.cls))
        for name, inside in fields.items()
        if isinstance(inside, inspect.StructType)
    ]
    return st.lists(st.one_of(entries), max_size=4).map(dict)


def check(error: ApiError) -> None:
    assert error.errors
    for each in error.errors:
        assert re.match(r"(must|is|are) |\w+ (must|and) ", each.rule), each
        assert not ARTEFACT.search(each.rule), each
        assert not ARTEFACT.search(each.field), each
    assert not ARTEFACT.search(error.detail), error.detail


@pytest.mark.parametrize("kind", BODIES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_wrong_body_is_explained_in_plain_words(kind: type, data: st.DataObject) -> None:
    body = data.draw(st.one_of(objects(kind), ANYTHING))

    try:
        parse_body(msgspec.json.encode(body), kind)
    except InvalidRequest as error:
        check(error)


@pytest.mark.parametrize("kind", QUERIES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_wrong_query_is_explained_in_plain_words(kind: type, data: st.DataObject) -> None:
    names = [field.name for field in msgspec.structs.fields(kind)]
    query = data.draw(st.dictionaries(st.sampled_from([*names, "page"]), st.text(max_size=2000)))

    try:
        parse_query(query, kind)
    except InvalidRequest as error:
        check(error)


@pytest.mark.parametrize(
    ("kind", "body", "detail"),
    [
        (NewAccount, {"email": "ada"}, "email must be an e-mail address."),
        (NewAccount, {"email": "ada@example.com"}, "password is required."),
        (NewVideo, {"filename": "", "size": 1}, "filename must have 1 to 255 characters."),
        (
            NewVideo,
            {"filename": "a\nb", "size": 1},
            "filename must be one line of text without control characters.",
        ),
        (
            NewVideo,
            {"filename": "a", "size": 0},
            "size must be a whole number from 1 to 10,737,418,240.",
        ),
        (
            NewVideo,
            {"filename": "a", "size": 1, "options": {"start": 2, "end": 1}},
            "options.end must be greater than start.",
        ),
        (
            CompleteUpload,
            {"parts": [{"number": 0}]},
            "parts[0].number must be a whole number from 1 to 10,000.",
        ),
        (NewVideo, [], "The request must be an object."),
        (NewVideo, {"surprise": 1}, "surprise is not a known field."),
    ],
    ids=str,
)
def test_a_detail_is_a_sentence(kind: type, body: Any, detail: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse_body(msgspec.json.encode(body), kind)

    assert raised.value.detail == detail


def test_a_query_is_explained_by_its_meaning() -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse_query({"status": "lost"}, ListQuery)

    assert raised.value.detail == (
        "status must be one of awaiting_upload, canceled, completed, expired, failed, opened, "
        "processing, queued."
    )


def test_an_absent_body_is_an_empty_object() -> None:
    assert parse_body(b"", CompleteUpload) == CompleteUpload()


def test_a_body_that_is_not_json_is_refused() -> None:
    with pytest.raises(MalformedBody):
        parse_body(b"{", CompleteUpload)


def test_an_idempotency_key_is_optional() -> None:
    assert parse_idempotency_key({}) is None
    assert parse_idempotency_key({"idempotency-key": "k"}) == "k"


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_the_length_of_an_idempotency_key_is_limited(key: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        parse_idempotency_key({"idempotency-key": key})

    assert raised.value.errors[0].field == IDEMPOTENCY_KEY
    assert raised.value.errors[0].rule == "must have 1 to 255 characters"
