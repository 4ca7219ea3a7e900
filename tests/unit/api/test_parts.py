"""The parts of a multipart upload."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import PartsMismatch
from chalicelib.limits import MAX_UPLOAD, PART_SIZE
from chalicelib.videos.objects import Part
from chalicelib.videos.parts import PartTag, check_parts, part_size_of, part_sizes


@given(st.integers(min_value=1, max_value=5 * 2**40))
def test_parts_add_up_to_the_file_within_s3s_limits(size):
    sizes = part_sizes(size)

    assert sum(sizes.values()) == size
    assert list(sizes) == list(range(1, len(sizes) + 1))
    assert len(sizes) <= 10_000
    assert all(part == part_size_of(size) for part in list(sizes.values())[:-1])


def test_the_largest_upload_needs_no_larger_parts():
    assert part_size_of(MAX_UPLOAD) == PART_SIZE


RECEIVED = [Part(1, PART_SIZE, "a"), Part(2, 7, "b")]


def test_the_announced_parts_pass_with_and_without_quotes_or_a_list():
    check_parts(PART_SIZE + 7, RECEIVED, None)
    check_parts(PART_SIZE + 7, RECEIVED, (PartTag(1, '"a"'), PartTag(2, "b")))


@pytest.mark.parametrize(
    ("size", "told", "field"),
    [
        (PART_SIZE + 8, None, "parts.2"),
        (PART_SIZE, None, "parts.2"),
        (2 * PART_SIZE + 7, None, "parts.2"),
        (PART_SIZE + 7, (PartTag(1, "a"),), "parts"),
        (PART_SIZE + 7, (PartTag(1, "a"), PartTag(2, "a")), "parts.2.etag"),
        (PART_SIZE + 7, (PartTag(1, "a"), PartTag(2, "b"), PartTag(3, "c")), "parts.3.etag"),
    ],
)
def test_parts_that_do_not_fit_are_named(size, told, field):
    with pytest.raises(PartsMismatch) as caught:
        check_parts(size, RECEIVED, told)

    assert caught.value.errors[0].field == field


@pytest.mark.parametrize(
    ("size", "rules"),
    [
        (PART_SIZE + 8, ["must have 8 bytes, but has 7 bytes"]),
        (PART_SIZE + 1, ["must have 1 byte, but has 7 bytes"]),
        (PART_SIZE, ["is not a part of a file of the announced size"]),
        (2 * PART_SIZE + 7, ["must have 16,777,216 bytes, but has 7 bytes", "is missing"]),
    ],
)
def test_a_part_that_does_not_fit_is_explained(size, rules):
    with pytest.raises(PartsMismatch) as caught:
        check_parts(size, RECEIVED, None)

    assert [error.rule for error in caught.value.errors] == rules
