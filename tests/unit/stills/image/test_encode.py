import hashlib
from typing import Any

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from stills.image import encode as encoding
from stills.image.encode import SIDE, encode
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


def test_the_largest_side_that_every_format_allows_can_be_encoded() -> None:
    strip = np.zeros((1, SIDE, 3), np.uint8)

    for form in ("jpg", "png", "webp"):
        assert encode(strip, ExtractionOptions(format=form)).width == SIDE


def test_a_picture_too_large_for_its_format_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="webp"):
        encode(np.zeros((1, SIDE + 1, 3), np.uint8), ExtractionOptions(format="webp"))


def test_a_failure_at_a_possible_size_is_a_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding.cv2, "imencode", lambda *_: (False, np.zeros(0, np.uint8)))  # type: ignore[attr-defined]

    with pytest.raises(MemoryError):
        encode(texture(), ExtractionOptions())
