"""Entity tags: what a client has already is not sent again (RFC 9110, 13.1.2)."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from chalicelib.http.endpoints import Call, Reply
from stills.schema import about

ETag = Annotated[
    str,
    about("Identifies what was answered, for If-None-Match", '"33a64df551425fcc55e4d42a148795d9"'),
]
IfNoneMatch = Annotated[
    str,
    about(
        "The ETag of an earlier answer: if nothing has changed, the answer is a 304 without a body",
        '"33a64df551425fcc55e4d42a148795d9"',
    ),
]


def conditional(call: Call, tag: str, headers: Mapping[str, str], body: Callable[[], Any]) -> Reply:
    """A reply with the entity tag `tag`: 304 without a body if the request's If-None-Match lists
    it, else what `body` returns."""
    headers = {**headers, "ETag": f'"{tag}"'}
    if is_listed(f'"{tag}"', call.headers.get("if-none-match", "")):
        return Reply(None, 304, headers)
    return Reply(body(), 200, headers)


def is_listed(tag: str, if_none_match: str) -> bool:
    """`tag` has its quotes. The comparison is weak, and a lone `*` stands for every tag."""
    listed = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return if_none_match.strip() == "*" or tag in listed
