"""Every failure has a sentence and advice of its own."""

import pytest

from contracts import failures
from contracts.failures import Failure, advice_for
from stills.errors import AllLeftOut, CropOutside, Damaged, NoImages, VideoError
from worker.errors import SourceMissing

DEFAULT = advice_for("invented_yesterday")
OF_THE_SERVICE = [
    *(each for each in vars(failures).values() if isinstance(each, Failure)),
    failures.upload_mismatch(5, 7),
    failures.quota_exceeded("At most 3 videos can be added in a day."),
]


@pytest.mark.parametrize("code", sorted(kind.code for kind in VideoError.__subclasses__()))
def test_each_error_of_a_video_has_advice_of_its_own(code: str) -> None:
    assert advice_for(code) != DEFAULT


@pytest.mark.parametrize("failure", OF_THE_SERVICE, ids=lambda failure: failure.code)
def test_each_failure_of_the_service_has_a_sentence_and_advice_of_its_own(
    failure: Failure,
) -> None:
    assert failure.reason.endswith(".")
    assert advice_for(failure.code) != DEFAULT


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Damaged, "original"),
        (AllLeftOut, "keeps more images"),
        (CropOutside, "within the picture"),
        (NoImages, "times within it"),
    ],
)
def test_what_to_do_fits_the_reason(error: type[VideoError], words: str) -> None:
    assert words in advice_for(error.code)


def test_codes_are_unique() -> None:
    codes = [failure.code for failure in OF_THE_SERVICE]

    assert len(codes) == len(set(codes))


def test_the_workers_error_and_the_failure_are_the_same() -> None:
    error = SourceMissing()

    assert Failure(error.code, error.reason) == failures.SOURCE_MISSING


def test_a_mismatch_states_both_sizes() -> None:
    reason = failures.upload_mismatch(size=2048, announced=7).reason

    assert "2,048 B instead of the announced 7 B" in reason


def test_a_code_that_is_not_known_has_advice() -> None:
    assert "again" in DEFAULT
