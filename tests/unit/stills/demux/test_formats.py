import io

import pytest

from stills.demux.formats import demuxer_for

TS_PACKET = b"\x47" + bytes(187)
MXF_HEADER = bytes.fromhex("060e2b34020501010d01020101020400")
PNG = b"\x89PNG\r\n\x1a\n"
H264 = b"\x00\x00\x01\x67\x64\x00\x00\x01\x68\xee\x00\x00\x01\x65\x88"
HEVC = b"\x00\x00\x00\x01".join([b"", b"\x40\x01\x0c", b"\x42\x01\x01", b"\x44\x01\xc1"])
DV = b"\x1f\x07\x00\xbf" + bytes(76) + b"\x3f\x07\x00" + bytes(77)
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
