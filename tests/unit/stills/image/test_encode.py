import hashlib
from typing import Any

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from stills.errors import UnsupportedSize
from stills.image import encode as encoding
from stills.image.encode import MAX_SIDE, check_size, encode
from stills.options import ExtractionOptions


def texture(height: int = 90, width: int = 160) -> MatLike:
    coarse = np.random.default_rng(1).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def decoded(data: bytes) -> MatLike:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


@pytest.mark.parametrize(
    ("form", "magic", "error"),
    [("jpg", b"\xff\xd8", 3), ("png", b"\x89PNG", 0), ("webp", b"RIFF", 3)],
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


@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_a_higher_quality_takes_more_bytes(form: Any) -> None:
    sizes = [
        len(encode(texture(), ExtractionOptions(format=form, quality=quality)).data)
        for quality in (1, 50, 90, 100)
    ]

    assert sizes == sorted(set(sizes))


def test_png_ignores_the_quality() -> None:
    low, high = (
        encode(texture(), ExtractionOptions(format="png", quality=quality)) for quality in (1, 100)
    )

    assert low == high


def test_a_failure_to_encode_is_a_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding.cv2, "imencode", lambda *_: (False, np.zeros(0, np.uint8)))  # type: ignore[attr-defined]

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
    with pytest.raises(ValueError, match="`height` must be at most 16383 for webp images"):
        ExtractionOptions(format="webp", height=16_384)
    assert ExtractionOptions(format="png", height=16_384).height == 16_384
