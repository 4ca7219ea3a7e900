"""The error tree is as its docstring draws it."""

import re

import pytest

from chalicelib import errors
from chalicelib.errors import ApiError
from chalicelib.http.problems import problem_of


def tree(kind=ApiError):
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


def test_the_drawing_names_every_error_with_its_status_and_code():
    drawn = re.findall(r"(\w+) +(\d{3})  (\w+)", errors.__doc__)

    assert drawn == [(kind.__name__, str(kind.status), kind.code) for kind in tree()]


def test_codes_are_unique():
    codes = [kind.code for kind in tree()]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", list(tree()))
def test_an_error_is_a_problem_with_a_sentence(kind):
    problem = problem_of(kind())

    assert problem.status == kind.status
    assert problem.type.endswith(kind.code)
    assert problem.detail
