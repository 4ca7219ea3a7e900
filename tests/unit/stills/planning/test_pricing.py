import pytest

from stills.planning.estimate import Estimate
from stills.planning.pricing import on_lambda


def an_estimate(cpu_seconds: float) -> Estimate:
    return Estimate(images=100, archive_size=10**6, cpu_seconds=cpu_seconds)


def test_the_cost_is_proportional_to_memory_and_time() -> None:
    there = on_lambda(an_estimate(60), memory=2048)

    assert there.usd == pytest.approx(there.seconds * 2 * 0.0000166667, rel=0.01)


def test_more_memory_means_more_cores_and_less_time() -> None:
    small, large = (on_lambda(an_estimate(600), memory) for memory in (1769, 4 * 1769))

    assert small.seconds == pytest.approx(600, abs=1)
    assert large.seconds == pytest.approx(150, abs=1)


@pytest.mark.parametrize(("cpu_seconds", "fits"), [(898, True), (901, False)])
def test_an_extraction_fits_if_it_takes_at_most_15_minutes(cpu_seconds: float, fits: bool) -> None:
    assert on_lambda(an_estimate(cpu_seconds), memory=1769).fits is fits
