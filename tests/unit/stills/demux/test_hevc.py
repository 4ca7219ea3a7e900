import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.demux.hevc import has_entry_points


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("4401c172b46240", True),  # x265
        ("4401c073c189", True),  # x265, ultrafast
        ("4401c0e30f09c180c73080", False),  # a phone
        ("4401", False),
        ("", False),
    ],
)
def test_the_picture_parameter_set_says_whether_rows_have_entry_points(
    parameters: str, expected: bool
) -> None:
    assert has_entry_points(b"\0\0\1" + bytes.fromhex(parameters)) is expected


@given(st.binary(max_size=100))
def test_any_bytes_can_be_read(parameters: bytes) -> None:
    has_entry_points(b"\x44\x01" + parameters)
