import hashlib
from typing import Any

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from stills.errors import UnsupportedSize
from stills.image import encode as encoding
from stills.image.color import BT2020, Color
from stills.image.encode import MAX_SIDE, check_size, encode
from stills.image.transfer import HLG, PQ
from stills.options import ExtractionOptions
from tests.exif import read_directory


def texture(height: int = 90, width: int = 160) -> MatLike:
    coarse = np.random.default_rng(1).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def decoded(data: bytes) -> MatLike:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


@pytest.mark.parametrize(
    ("form", "magic", "error"),
    [
        ("jpg", b"\xff\xd8", 3),
        ("png", b"\x89PNG", 0),
        ("webp", b"RIFF", 3),
        ("avif", b"\0\0\0\x20ftypavif", 3),
        ("tiff", b"II*\0", 0),
    ],
)
def test_the_file_is_of_its_format_and_shows_the_picture(
    form: Any, magic: bytes, error: float
) -> None:
    picture = texture()

    image = encode(picture, ExtractionOptions(format=form))

    assert image.data.startswith(magic)
    assert np.abs(decoded(image.data).astype(int) - picture).mean() <= error


def test_size_and_checksum_are_those_of_the_file() -> None:
    image = encode(texture(90, 160), ExtractionOptions())

    assert (image.width, image.height) == (160, 90)
    assert image.sha256 == hashlib.sha256(image.data).hexdigest()


@pytest.mark.parametrize("form", ["jpg", "webp", "avif"])
def test_a_higher_quality_takes_more_bytes(form: Any) -> None:
    sizes = [
        len(encode(texture(), ExtractionOptions(format=form, quality=quality)).data)
        for quality in (1, 50, 90, 100)
    ]

    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_lossless_formats_ignore_the_quality(form: Any) -> None:
    low, high = (
        encode(texture(), ExtractionOptions(format=form, quality=quality)) for quality in (1, 100)
    )

    assert low == high


def test_a_failure_to_encode_is_a_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cv2.imencodeWithMetadata", lambda *_: (False, np.zeros(0, np.uint8)))

    with pytest.raises(MemoryError):
        encode(texture(), ExtractionOptions())


@pytest.mark.parametrize("image_format", MAX_SIDE)
def test_the_largest_sides_can_be_encoded(image_format: str) -> None:
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]
    side = MAX_SIDE[image_format]

    for width, height in ((side, 1), (1, side)):
        check_size(width, height, options)
        image = encode(np.zeros((height, width, 3), np.uint8), options)
        assert (image.width, image.height) == (width, height)


@pytest.mark.parametrize("image_format", MAX_SIDE)
def test_what_is_too_large_is_refused_before_it_is_made(image_format: str) -> None:
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]

    for width, height in ((MAX_SIDE[image_format] + 1, 1), (1, MAX_SIDE[image_format] + 1)):
        with pytest.raises(UnsupportedSize):
            check_size(width, height, options)
    with pytest.raises(UnsupportedSize):
        check_size(60_000, 60_000, options)


def test_sizes_that_webp_cannot_have_are_no_options() -> None:
    with pytest.raises(ValueError, match="`height` must be at most 16,383 for webp images"):
        ExtractionOptions(format="webp", height=16_384)
    assert ExtractionOptions(format="png", height=16_384).height == 16_384


def unchanged(data: bytes) -> MatLike:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return picture


def deep_texture(step: int) -> MatLike:
    """In 16 bits, with a multiple of `step` for each sample."""
    return np.random.default_rng(1).integers(0, 65_536 // step, (9, 16, 3)).astype(np.uint16) * step


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_16_bits_are_kept(form: Any) -> None:
    picture = deep_texture(1)

    image = encode(picture, ExtractionOptions(format=form, tone_map=False), Color(10))

    assert np.array_equal(unchanged(image.data), picture)


@pytest.mark.parametrize("depth", [10, 12])
def test_avif_is_lossless_at_the_highest_quality(depth: int) -> None:
    most = 2**depth - 1
    values = np.random.default_rng(1).integers(0, most + 1, (9, 16, 3))
    picture = np.rint(values * (65_535 / most)).astype(np.uint16)
    options = ExtractionOptions(format="avif", quality=100, tone_map=False)

    image = encode(picture, options, Color(depth))

    assert np.array_equal(unchanged(image.data), values)


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_hdr_states_its_color(transfer: int) -> None:
    color = Color(10, transfer, BT2020)

    png, avif = (
        encode(deep_texture(64), ExtractionOptions(format=form, tone_map=False), color).data
        for form in ("png", "avif")
    )

    assert b"cICP" + bytes([BT2020, transfer, 0, 1]) in png
    assert b"colrnclx" + bytes([0, BT2020, 0, transfer]) in avif
    assert unchanged(avif).shape == (9, 16, 3)


def test_sdr_states_no_color() -> None:
    assert b"cICP" not in encode(texture(), ExtractionOptions(format="png")).data


@pytest.mark.parametrize("form", ["png", "webp", "avif", "tiff"])
def test_alpha_is_kept(form: Any) -> None:
    alpha = np.linspace(0, 255, 160).astype(np.uint8)[None].repeat(90, 0)
    picture = np.dstack([texture(), alpha])

    image = encode(picture, ExtractionOptions(format=form, alpha=True))

    assert np.abs(unchanged(image.data)[..., 3].astype(int) - alpha).max() <= 3


def test_the_colors_of_a_tiff_are_not_multiplied_by_alpha() -> None:
    picture = np.dstack([texture(), texture()[..., 0]])

    data = encode(picture, ExtractionOptions(format="tiff", alpha=True)).data

    assert read_directory(data, int.from_bytes(data[4:8], "little"))[338] == [2]


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MAX_FILE", 100)

    with pytest.raises(UnsupportedSize, match="bytes"):
        encode(texture(), ExtractionOptions())
