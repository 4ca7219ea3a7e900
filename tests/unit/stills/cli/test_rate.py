from collections.abc import Iterator

import pytest

from stills.cli.rate import Rate


def at(*seconds: float) -> Rate:
    """A rate whose clock shows these times, the first when it begins."""
    clock: Iterator[float] = iter(seconds)
    return Rate(lambda: next(clock))


def test_the_rate_is_that_since_the_beginning() -> None:
    rate = at(100.0, 110.0, 120.0)
    rate.seconds = 50.0

    assert rate.words(0.5, 41) == "41 images, 4.1/s, 2.5x real time"
    assert rate.words(1.0, 250) == "250 images, 12/s, 2.5x real time"


@pytest.mark.parametrize("passed", [0.0, 0.9])
def test_there_is_no_rate_before_a_second_has_passed(passed: float) -> None:
    assert at(0.0, passed).words(0.9, 41) == "41 images"


def test_an_unknown_length_gives_no_multiple_of_real_time() -> None:
    assert at(0.0, 2.0).words(0.0, 1) == "1 image, 0.50/s"


def test_before_the_first_image_there_is_only_the_multiple_of_real_time() -> None:
    rate = at(0.0, 2.0)
    rate.seconds = 1000.0

    assert rate.words(0.5, 0) == "0 images, 250x real time"
