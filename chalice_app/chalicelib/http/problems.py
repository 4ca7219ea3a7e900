"""Errors as RFC 9457 `application/problem+json`."""

from typing import Annotated

from msgspec import Struct

from chalicelib.errors import ApiError
from stills.schema import about

CONTENT_TYPE = "application/problem+json"


class FieldProblem(Struct, frozen=True):
    """A field of the request that breaks a rule."""

    field: Annotated[str, about("Path of the field in the request", "options.width")]
    rule: Annotated[
        str, about("What it must satisfy", "must be a whole number of pixels from 1 to 16,384")
    ]


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused (RFC 9457)."""

    type: Annotated[
        str, about("A URI for the kind of problem", "urn:stills:problem:invalid_request")
    ] = "about:blank"
    title: Annotated[
        str, about("What the kind of problem is, in words", "The request is not valid")
    ]
    status: Annotated[int, about("The status of the answer", 400)]
    code: Annotated[str, about("A stable code for programs", "invalid_request")]
    detail: Annotated[
        str,
        about(
            "A sentence for people about this case",
            "options.width must be a whole number of pixels from 1 to 16,384.",
        ),
    ]
    retryable: Annotated[
        bool,
        about("Whether the same request may succeed later; a header Retry-After says when", False),
    ] = False
    errors: Annotated[
        tuple[FieldProblem, ...], about("Fields of the request at fault, if there are any")
    ] = ()


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
