import re
from collections.abc import Iterator

import pytest

import worker.errors
from stills.errors import FileError, InvalidOptions, StillsError, TooLong


def leaves(error: type[StillsError]) -> Iterator[type[StillsError]]:
    if not error.__subclasses__():
        yield error
    for each in error.__subclasses__():
        yield from leaves(each)


ERRORS = list(leaves(StillsError))


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_a_stable_code_and_a_sentence(error: type[StillsError]) -> None:
    assert re.fullmatch("[a-z][a-z_]+", error.code)
    assert re.fullmatch(r"[A-Z].+\.", error.reason)


def test_the_errors_of_the_worker_are_in_the_same_tree() -> None:
    assert {worker.errors.SourceMissing, worker.errors.SourceChanged} <= set(ERRORS)


def test_no_two_errors_share_a_code() -> None:
    assert len({error.code for error in ERRORS}) == len(ERRORS)


def test_an_error_may_have_a_more_specific_reason() -> None:
    error = TooLong("The video is 30 hours long; 24 are allowed.")

    assert error.reason == "The video is 30 hours long; 24 are allowed."
    assert str(error) == "too_long: The video is 30 hours long; 24 are allowed."
    assert TooLong().reason == "The video is longer than Stills can process."


def test_errors_of_options_and_files_are_also_errors_of_python() -> None:
    assert issubclass(InvalidOptions, ValueError)
    assert issubclass(FileError, OSError)
