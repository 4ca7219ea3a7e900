import io

import pytest

from stills.demux.formats import demuxer_for

TS_PACKET = b"\x47" + bytes(187)


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
        b"ID3\x03\x00",
        bytes(4096),
        b"\x00\x00\x00\x08\x01\x02\x03\x04\x00\x00\x00\x08ftyp",
        b"\x00\x00\x00\x00junk\x00\x00\x00\x08ftyp",
        b"\x00\x00\x00\x08junk" * 100,
    ],
)
def test_anything_else_is_not_a_video(head: bytes) -> None:
    assert demuxer_for(io.BytesIO(head)) is None
