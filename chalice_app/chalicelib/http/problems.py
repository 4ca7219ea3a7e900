"""Errors as RFC 9457 `application/problem+json`."""

from msgspec import Struct

from chalicelib.errors import ApiError

CONTENT_TYPE = "application/problem+json"


class FieldProblem(Struct, frozen=True):
    field: str
    rule: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`code` is stable, `detail` is a sentence for people, `errors` name fields of the request."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    retryable: bool = False
    errors: tuple[FieldProblem, ...] = ()


def problem_of(error: ApiError) -> Problem:
    return Problem(
        type=f"urn:stills:problem:{error.code}",
        title=error.title,
        status=error.status,
        code=error.code,
        detail=error.detail,
        retryable=error.retryable,
        errors=tuple(FieldProblem(each.field, each.rule) for each in error.errors),
    )
