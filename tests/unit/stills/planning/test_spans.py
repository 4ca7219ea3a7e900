from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stills.planning.sample_times import Listed, Spans, spans_around

times = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


def test_a_span_reaches_half_way_to_its_neighbors_and_not_too_far() -> None:
    samples = Listed([1000, 1400, 9000])

    assert spans_around(samples, 500) == [(500, 1201), (1200, 1901), (8500, 9501)]


def test_spans_end_at_the_start_and_the_end_of_what_is_wanted() -> None:
    samples = Listed([1000, 2000], start=900, end=2050)

    assert spans_around(samples, 500) == [(900, 1501), (1500, 2051)]


@given(times, st.integers(0, 3000))
def test_each_time_is_in_its_span_and_spans_are_in_order(found: list[int], within: int) -> None:
    samples = Listed(found, 0, 10_000)

    spans = spans_around(samples, within)

    assert all(begin <= time < end for time, (begin, end) in zip(samples.times, spans, strict=True))
    assert all(one[1] <= other[0] + 1 for one, other in pairwise(spans))


@given(times, st.integers(0, 3000), st.integers(0, 12_000))
def test_sample_times_of_spans_are_all_that_are_within_one(
    found: list[int], within: int, time: int
) -> None:
    spans = spans_around(Listed(found, 0, 10_000), within)

    first = Spans(spans).first_from(time)

    inside = [each for each in range(time, 13_001) if any(a <= each < b for a, b in spans)]
    assert first == (inside[0] if inside else None)


def test_no_times_have_no_spans() -> None:
    assert spans_around(Listed((), 0, 10_000), 500) == []
