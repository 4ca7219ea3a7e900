import re

import pytest

from worker.errors import SourceChanged, TooLong, WorkerError

ERRORS = WorkerError.__subclasses__()


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_a_stable_code_and_a_sentence(error: type[WorkerError]) -> None:
    assert re.fullmatch("[a-z][a-z_]+", error.code)
    assert re.fullmatch(r"[A-Z].+\.", error().reason)


def test_no_two_errors_share_a_code() -> None:
    assert len({error.code for error in ERRORS}) == len(ERRORS)


def test_only_a_replaced_source_is_worth_another_try() -> None:
    assert [error for error in ERRORS if error.retryable] == [SourceChanged]


def test_an_error_may_say_more_than_its_class_does() -> None:
    error = TooLong("The video is 30 hours long; 24 are allowed.")

    assert error.reason == "The video is 30 hours long; 24 are allowed."
    assert str(error) == "too_long: The video is 30 hours long; 24 are allowed."
    assert TooLong().reason == "The video is longer than can be processed."
