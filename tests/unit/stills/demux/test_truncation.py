import io
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.demux.truncation import is_truncated

Clip = Callable[..., Path]


@pytest.mark.parametrize(
    ("whole", "missing"),
    [
        (b"RIFF\x04\x00\x00\x00AVI ", 1),
        (b"\x1a\x45\xdf\xa3\x81\x00" + b"\x18\x53\x80\x67\x84abcd", 1),
        (b"\x1a\x45\xdf\xa3\x40\x01\x00" + b"\x18\x53\x80\x67\x40\x04abcd", 2),
        (b"\x00\x00\x00\x08ftyp" + b"\x00\x00\x00\x0cmdatabcd", 3),
        (b"\x00\x00\x00\x08ftyp\x00\x00\x00\x01mdat" + (20).to_bytes(8) + b"abcd", 1),
        (b"GIF89a" + bytes(20) + b";", 1),
        (b"\x89PNG" + bytes(20) + b"IEND\xae\x42\x60\x82", 4),
    ],
    ids=["AVI", "Matroska", "Matroska, longer sizes", "MP4", "MP4, 64-bit size", "GIF", "PNG"],
)
def test_a_file_without_its_end_is_noticed(whole: bytes, missing: int) -> None:
    assert not is_truncated(io.BytesIO(whole))
    assert is_truncated(io.BytesIO(whole[:-missing]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3\x81\x00" + b"\x18\x53\x80\x67\xff",
        b"\x1a\x45\xdf\xa3\x81\x00" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7,
        b"\x00\x00\x00\x08ftyp\x00\x00\x00\x00mdatabc",
        b"\x47" * 188,
    ],
    ids=["empty", "no size", "unknown size", "unknown long size", "mdat to the end", "TS"],
)
def test_where_no_size_is_stated_nothing_is_said(data: bytes) -> None:
    assert not is_truncated(io.BytesIO(data))
