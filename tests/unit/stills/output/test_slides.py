import re

import cv2
import msgspec
import numpy as np
import pytest

from stills.image.encode import EncodedImage, encode
from stills.options import ExtractionOptions
from stills.output import slides
from stills.output.slides import Slides


def an_image(suffix: str = "jpg", width: int = 64, dtype: type = np.uint8) -> EncodedImage:
    rng = np.random.default_rng(width)
    picture = rng.integers(0, np.iinfo(dtype).max, (48, width, 3), dtype)
    return encode(picture, msgspec.convert({"format": suffix}, ExtractionOptions))


def pdf_of(*images: EncodedImage) -> list[bytes]:
    made = Slides()
    full = [data for each in images for data in made.add(each.data, each.width, each.height)]
    return [*full, *made.rest()]


def objects_of(pdf: bytes) -> list[bytes]:
    """The objects, found by the cross-reference table."""
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    assert pdf[start:].startswith(b"xref\n0 ")
    offsets = [int(line[:10]) for line in pdf[start:].split(b"\n")[3:] if line.endswith(b" n ")]
    objects = [pdf[offset:].partition(b"\nendobj")[0] for offset in offsets]
    assert all(each.startswith(f"{n} 0 obj".encode()) for n, each in enumerate(objects, 1))
    return objects


def test_each_image_is_a_page_of_its_size_at_96_pixels_per_inch() -> None:
    [pdf] = pdf_of(an_image(width=64), an_image(width=96))

    assert pdf.startswith(b"%PDF-1.5")
    assert pdf.endswith(b"%%EOF\n")
    objects = objects_of(pdf)
    assert len(objects) == 2 + 3 * 2
    assert b"/Count 2/Kids[3 0 R 6 0 R]" in objects[1]
    assert re.findall(rb"/MediaBox\[([^\]]*)\]", pdf) == [b"0 0 48 36", b"0 0 72 36"]


def test_a_jpg_file_is_in_the_pdf_as_it_is() -> None:
    image = an_image("jpg")

    assert image.data in pdf_of(image)[0]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_compressed_data_of_a_png_file_is_in_the_pdf(dtype: type) -> None:
    image = an_image("png", dtype=dtype)

    [pdf] = pdf_of(image)

    found = re.search(rb"/BitsPerComponent (\d+)/Length (\d+)>>\nstream\n", pdf)
    assert found is not None
    data = pdf[found.end() : found.end() + int(found[2])]
    assert int(found[1]) == np.dtype(dtype).itemsize * 8
    assert (b"IDAT" + data[:8000]) in image.data
    assert b"/Predictor 15/Colors 3" in pdf


def test_a_full_file_is_given_before_the_next_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    image = an_image()
    monkeypatch.setattr(slides, "MAX_BYTES", 3 * len(image.data))

    files = pdf_of(*[image] * 5)

    assert [data.count(b"/Type/Page/") for data in files] == [2, 2, 1]
    assert all(objects_of(data) for data in files)


def test_an_image_that_is_too_large_for_a_file_gets_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slides, "MAX_BYTES", 10)

    assert len(pdf_of(an_image(), an_image())) == 2


def test_without_images_there_is_no_file() -> None:
    assert pdf_of() == []


def test_a_gray_png_is_gray() -> None:
    data = cv2.imencode(".png", np.zeros((4, 4), np.uint8))[1].tobytes()

    [pdf] = pdf_of(EncodedImage(data, 4, 4, ""))

    assert b"/ColorSpace/DeviceGray" in pdf
