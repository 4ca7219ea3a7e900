from dataclasses import dataclass
from typing import cast

import pytest
from av.video.codeccontext import VideoCodecContext
from hypothesis import given
from hypothesis import strategies as st

from stills.demux.appended import JUNK, LOOKAHEAD, Append, appending

SLICE, PARAMETERS = b"\x02\x01slice\x80", b"\x44\x01parameters"
LENGTHS_OF_TWO = b"\x01" + bytes(20) + b"\xfd"


@dataclass
class FakeContext:
    name: str
    extradata: bytes | None = None


def appended(codec: str, extradata: bytes | None = None) -> Append:
    return appending(cast(VideoCodecContext, FakeContext(codec, extradata)))


def test_units_of_hevc_with_pictures_become_longer() -> None:
    data = b"".join(len(unit).to_bytes(2) + unit for unit in (PARAMETERS, SLICE, SLICE))
    longer = SLICE + JUNK

    changed = appended("hevc", LENGTHS_OF_TWO)(data)

    units = (PARAMETERS, longer, longer)
    assert changed == b"".join(len(unit).to_bytes(2) + unit for unit in units)


def test_units_between_start_codes_become_longer() -> None:
    start = b"\0\0\1"

    changed = appended("hevc")(b"\0" + start + PARAMETERS + b"\0" + start + SLICE)

    assert changed == b"\0" + start + PARAMETERS + b"\0" + start + SLICE + JUNK


def test_frames_of_vp8_become_longer_unless_they_repeat_another() -> None:
    append = appended("vp8")

    assert append(b"a frame of VP8") == b"a frame of VP8" + LOOKAHEAD + JUNK
    assert append(b"repeated") == b"repeated"


def test_frames_of_other_codecs_stay_as_they_are() -> None:
    assert appended("vp9")(b"a frame of VP9") == b"a frame of VP9"


def test_there_is_no_start_code_in_what_is_added() -> None:
    assert 0 not in JUNK


@pytest.mark.parametrize("extradata", [None, b"", b"\x01", LENGTHS_OF_TWO, b"\x01" + b"\xff" * 30])
@given(st.binary(max_size=300))
def test_any_bytes_can_be_changed(extradata: bytes | None, data: bytes) -> None:
    for codec in ("hevc", "vp8", "vp9"):
        assert len(appended(codec, extradata)(data)) < (len(data) + 1) * (len(JUNK) + 10)
