import io
import struct

from hypothesis import given
from hypothesis import strategies as st

from stills.demux.cropping import Margins, clean_aperture, pixel_crop

SIZE = 320, 240


class OneByOne(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1, size or 0))


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return (8 + len(body)).to_bytes(4) + kind + body


def element(kind: str, *content: bytes) -> bytes:
    body = b"".join(content)
    return bytes.fromhex(kind) + (len(body) | 1 << 28).to_bytes(4) + body


def track(number: int, *extensions: bytes) -> bytes:
    entry = box(b"avc1", bytes(78), *extensions)
    description = box(b"stsd", bytes(8), entry)
    return box(
        b"trak",
        box(b"tkhd", bytes(12), number.to_bytes(4), bytes(60)),
        box(b"mdia", box(b"minf", box(b"stbl", description))),
    )


def clap(*numbers: int) -> bytes:
    return box(b"clap", struct.pack(">8i", *numbers))


def mp4(*tracks: bytes) -> io.BytesIO:
    return io.BytesIO(box(b"ftyp", bytes(8)) + box(b"mdat", bytes(99)) + box(b"moov", *tracks))


def video(**sides: int) -> bytes:
    ids = {"left": "54cc", "top": "54bb", "right": "54dd", "bottom": "54aa"}
    crop = [element(ids[side], value.to_bytes(2)) for side, value in sides.items()]
    return element("ae", element("d7", b"\1"), element("e0", *crop))


def matroska(*entries: bytes, before: bytes = b"") -> io.BytesIO:
    head = element("1a45dfa3", element("4282", b"matroska"))
    segment = element("18538067", before, element("1654ae6b", *entries), element("1f43b675"))
    return io.BytesIO(head + segment)


def test_a_clean_aperture_is_around_the_center() -> None:
    file = mp4(track(1, clap(300, 1, 200, 1, 0, 1, 0, 1)))

    assert clean_aperture(file, 1, SIZE) == Margins(10, 20, 10, 20)


def test_a_file_may_give_fewer_bytes_than_it_is_asked_for() -> None:
    content = mp4(track(1, clap(300, 1, 200, 1, 0, 1, 0, 1))).getvalue()

    assert clean_aperture(OneByOne(content), 1, SIZE) == Margins(10, 20, 10, 20)


def test_a_clean_aperture_may_be_away_from_the_center() -> None:
    file = mp4(track(1, box(b"avcC", bytes(30)), clap(600, 2, 200, 1, -10, 1, 20, 1)))

    assert clean_aperture(file, 1, SIZE) == Margins(0, 40, 20, 0)


def test_the_clean_aperture_is_that_of_the_track() -> None:
    file = mp4(track(1), track(2, clap(300, 1, 240, 1, 0, 1, 0, 1)))

    assert clean_aperture(file, 1, SIZE) == Margins()
    assert clean_aperture(file, 2, SIZE) == Margins(10, 0, 10, 0)


def test_a_clean_aperture_that_divides_by_zero_is_none() -> None:
    assert clean_aperture(mp4(track(1, clap(300, 0, 200, 1, 0, 1, 0, 1))), 1, SIZE) == Margins()


def test_pixel_crop_is_that_of_the_video_track() -> None:
    sound = element("ae", element("d7", b"\2"), element("e1"))
    file = matroska(sound, video(), video(left=4, bottom=300), before=element("ec", bytes(99)))

    assert pixel_crop(file, 0) == Margins()
    assert pixel_crop(file, 1) == Margins(left=4, bottom=300)


@given(st.data())
def test_damaged_headers_do_no_harm(data: st.DataObject) -> None:
    good = data.draw(
        st.sampled_from(
            [
                mp4(track(1, clap(300, 1, 200, 1, 0, 1, 0, 1))).getvalue(),
                matroska(video(left=4, right=4)).getvalue(),
            ]
        )
    )
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(0, 8))):
        damaged[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    file = io.BytesIO(damaged[: data.draw(st.integers(0, len(good)))])

    clean_aperture(file, 1, SIZE)
    pixel_crop(file, 0)
