import io
from typing import Literal

import pytest

from stills.demux.formats import demuxer_for

TS_PACKET = b"\x47" + bytes(187)
MXF_HEADER = bytes.fromhex("060e2b34020501010d01020101020400")
PNG = b"\x89PNG\r\n\x1a\n"
H264 = b"\x00\x00\x01\x67\x64\x00\x00\x01\x68\xee\x00\x00\x01\x65\x88"
HEVC = b"\x00\x00\x00\x01".join([b"", b"\x40\x01\x0c", b"\x42\x01\x01", b"\x44\x01\xc1"])
DV = b"\x1f\x07\x00\xbf" + bytes(76) + b"\x3f\x07\x00" + bytes(77)
MPEG2_PACK = b"\x00\x00\x01\xba\x44" + bytes(8) + b"\xf8\x00\x00\x01\xe0"
MPEG1_PACK = b"\x00\x00\x01\xba\x21" + bytes(7) + b"\x00\x00\x01\xe0"
START_CODE = b"\x00\x00\x01"
H264_HEADERS = START_CODE.join([b"", b"\x67" + b"s" * 20, b"\x68" + b"p" * 4, b"\x65\x88"])
HEVC_HEADERS = START_CODE.join(
    [b"", b"\x40\x01" + b"v" * 20, b"\x42\x01" + b"s" * 40, b"\x44\x01" + b"p" * 4]
)
MPEG2_HEADERS = START_CODE.join(
    [b"", b"\xb3" + b"s" * 8, b"\xb5" + b"e" * 6, b"\xb8group", b"\x00type", b"\x01slice"]
)
MPEG4_HEADERS = START_CODE.join([b"", b"\x00", b"\x20" + b"layer" * 4, b"\xb2" + b"user", b"\xb6"])
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10)
    + b"\xff\xda\x00\x04\x00\x00" + b"\x12\xff\x00\xff\xd0\x34" + b"\xff\xd9"
)  # fmt: skip


def png_chunk(kind: bytes, size: int = 1) -> bytes:
    return size.to_bytes(4) + kind + bytes(size + 4)


def webp(flags: int) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes([flags]) + bytes(9)


@pytest.mark.parametrize(
    ("head", "demuxer"),
    [
        (b"\x00\x00\x00\x18ftypisom", "mov"),
        (b"\x00\x00\x00\x08moov", "mov"),
        (b"\x00\x00\x00\x08uuid\x00\x00\x00\x08ftyp", "mov"),
        (b"\x00\x00\x00\x01junk\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x08moov", "mov"),
        (b"\x00\x00\x20\x00udta" + bytes(0x2000 - 8) + b"\x00\x00\x00\x08ftyp", "mov"),
        (b"\x1a\x45\xdf\xa3\x01", "matroska"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "avi"),
        (b"FLV\x01\x05", "flv"),
        (TS_PACKET * 5, "mpegts"),
        (b"junk" + TS_PACKET * 5, "mpegts"),
        (b"G" * 10 + bytes(1000) + TS_PACKET * 5, "mpegts"),
        ((b"\x00\x00\x00\x00" + TS_PACKET) * 5, "mpegts"),
        (b"\x00\x00\x01\xba\x44", "mpeg"),
        (b"OggS\x00", "ogg"),
        (b"GIF89a", "gif"),
        (b"GIF87a", "gif"),
        (b"DKIF\x00\x00", "ivf"),
        (b"YUV4MPEG2 W64 H64", "yuv4mpegpipe"),
        (MXF_HEADER, "mxf"),
        (b"run-in" + MXF_HEADER, "mxf"),
        (PNG + png_chunk(b"IHDR") + png_chunk(b"acTL"), "apng"),
        (PNG + png_chunk(b"iCCP", 10_000) + png_chunk(b"acTL"), "apng"),
        (webp(0x12), "webp"),
        (H264, "h264"),
        (b"\x00" + H264, "h264"),
        (b"\x00\x00\x01\x06" + bytes(range(1, 255)) * 20 + H264, "h264"),
        (
            b"\x00\x00\x01\x09\xf0" + H264.replace(b"\x67", b"\x27").replace(b"\x68", b"\x28"),
            "h264",
        ),
        (HEVC, "hevc"),
        (b"\x00\x00\x00\x01\x46\x01\x50" + HEVC, "hevc"),
        (b"\x00\x00\x01\x4e\x01\x05" + HEVC, "hevc"),
        (b"\x00\x00\x01\xb3\x14\x00", "mpegvideo"),
        (b"\x00\x00\x01\xb0\x01\x00\x00\x01\xb5\x09\x00\x00\x01\x00\x00\x00\x01\x20\x00", "m4v"),
        (b"\x00\x00\x01\x00\x00\x00\x01\x20\x00", "m4v"),
        (b"\x12\x00\x0a\x0a", "obu"),
        (DV, "dv"),
        (JPEG * 3, "mjpeg"),
        ((JPEG + b"\r\n") * 3, "mjpeg"),
        (b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + JPEG, "mjpeg"),
    ],
)
def test_a_format_is_detected_by_its_first_bytes(head: bytes, demuxer: str) -> None:
    assert demuxer_for(io.BytesIO(head)) == demuxer


@pytest.mark.parametrize("before", [b"the end of a packet", b"\xaf" * 60_000])
@pytest.mark.parametrize(
    ("capture", "demuxer"),
    [
        (TS_PACKET * 5, "mpegts"),
        (MPEG2_PACK, "mpeg"),
        (MPEG1_PACK, "mpeg"),
        (H264_HEADERS, "h264"),
        (HEVC_HEADERS, "hevc"),
        (MPEG2_HEADERS, "mpegvideo"),
        (MPEG4_HEADERS, "m4v"),
    ],
)
def test_a_capture_that_begins_in_the_middle_is_detected(
    before: bytes, capture: bytes, demuxer: str
) -> None:
    assert demuxer_for(io.BytesIO(before + capture)) == demuxer


@pytest.mark.parametrize("headers", [H264_HEADERS, HEVC_HEADERS, MPEG2_HEADERS, MPEG4_HEADERS])
def test_a_part_of_the_headers_is_not_enough(headers: bytes) -> None:
    for end in range(headers.rindex(START_CODE) + 1):
        assert demuxer_for(io.BytesIO(b"text" + headers[:end])) is None


@pytest.mark.parametrize(
    "numbers", [range(0x100, 0x200), range(0x1FF, 0xFF, -1), range(0x100, 0x1000, 7)]
)
@pytest.mark.parametrize("order", ["little", "big"])
def test_a_table_of_numbers_is_not_a_capture(
    numbers: range, order: Literal["little", "big"]
) -> None:
    table = b"".join(number.to_bytes(4, order) for number in numbers)

    assert demuxer_for(io.BytesIO(b"\x01" + table)) is None


@pytest.mark.parametrize(
    "unit", [H264_HEADERS[:24], HEVC_HEADERS[:25], MPEG2_HEADERS[:12], MPEG4_HEADERS[:4]]
)
@pytest.mark.timeout(60)  # it would take hours
def test_headers_without_an_end_are_not_searched_again_and_again(unit: bytes) -> None:
    assert demuxer_for(io.BytesIO(b"text" + unit * (1024 * 1024 // len(unit)))) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"not a video",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n",
        b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        PNG + png_chunk(b"IHDR") + png_chunk(b"IDAT") + png_chunk(b"acTL"),
        PNG + png_chunk(b"tEXt") * 3000,
        webp(0x10),
        b"RIFF\x00\x00\x00\x00WEBPVP8L",
        JPEG,
        JPEG * 2,
        JPEG[:-2] * 3,
        JPEG.replace(b"JFIF", b"MPF\x00") * 3,
        JPEG + b"\x00\x00\x00\x18ftypmp42",
        b"--boundary\r\nContent-Type: text/plain\r\n\r\nimage",
        b"\x00\x00\x01\x00\x01\x00\x20\x20\x00\x00\x01\x00\x20\x00",
        b"\x00\x00\x01\xb5\x01",
        b"\x00\x00\x01",
        b"\x00\x01\x00\x00\x00\x0cOS/2",
        H264[: len(H264) // 2],
        b"\x12\x00 text",
        DV[:80],
        b"ID3\x03\x00",
        bytes(4096),
        b"\x00\x00\x00\x08\x01\x02\x03\x04\x00\x00\x00\x08ftyp",
        b"\x00\x00\x00\x00junk\x00\x00\x00\x08ftyp",
        b"\x00\x00\x00\x08junk" * 100,
    ],
)
def test_anything_else_is_not_a_video(head: bytes) -> None:
    assert demuxer_for(io.BytesIO(head)) is None
