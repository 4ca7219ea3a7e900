"""The error tree is as its docstring draws it."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from chalicelib import errors
from chalicelib.errors import (
    ApiError,
    BodyTooLarge,
    NoAnswerInTime,
    NotSignedIn,
    TooManyRequests,
)
from chalicelib.http.problems import problem_of

GATEWAY_RESPONSES = Path(__file__).parents[3] / ".chalice" / "gateway-responses.json"


def tree(kind=ApiError):
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


def test_the_drawing_names_every_error_with_its_status_and_code():
    drawn = re.findall(r"(\w+) +(\d{3})  (\w+)", errors.__doc__)

    assert drawn == [(kind.__name__, str(kind.status), kind.code) for kind in tree()]


def test_codes_are_unique():
    codes = [kind.code for kind in tree() if "code" in vars(kind)]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", list(tree()))
def test_an_error_is_a_problem_with_a_sentence(kind):
    problem = problem_of(kind())

    assert problem.status == kind.status
    assert problem.type.endswith(kind.code)
    assert problem.detail


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        ("UNAUTHORIZED", NotSignedIn),
        ("THROTTLED", TooManyRequests),
        ("REQUEST_TOO_LARGE", BodyTooLarge),
        ("INTEGRATION_TIMEOUT", NoAnswerInTime),
        ("DEFAULT_5XX", ApiError),
    ],
)
def test_api_gateway_answers_an_error_as_the_document_says(response, kind):
    answered = json.loads(GATEWAY_RESPONSES.read_text())[response]

    documented = msgspec.to_builtins(problem_of(kind()))
    assert answered | {"detail": ""} == documented | {"detail": ""}
