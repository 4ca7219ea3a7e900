from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from stills.demux.video import Frame
from stills.image.geometry import Geometry
from stills.image.measure import fingerprint, luma, sharpness
from stills.options import ExtractionOptions
from stills.output.render import Rendered, Renderer
from stills.select.selection import Selected

GRAY = np.full((180, 320, 3), 128, np.uint8)


def texture() -> NDArray[np.uint8]:
    coarse = np.random.default_rng(1).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)


def render(picture: NDArray[np.uint8], shape: Geometry | None = None, **options: Any) -> Rendered:
    frame = Frame(900_000, av.VideoFrame.from_ndarray(picture, format="bgr24"))
    renderer = Renderer(shape or Geometry(), ExtractionOptions(**options))
    return renderer(Selected(1_000_000, frame))


def size(rendered: Rendered) -> tuple[int, int]:
    assert rendered.encoded is not None
    return rendered.encoded.width, rendered.encoded.height


def test_an_image_has_the_times_of_its_sample_and_of_its_frame() -> None:
    rendered = render(GRAY)

    assert (rendered.sample_time, rendered.time) == (1_000_000, 900_000)


def test_the_picture_is_turned_and_made_square_before_it_is_fitted() -> None:
    shape = Geometry(Fraction(2), rotation=90)

    assert size(render(GRAY, shape)) == (180, 640)
    assert size(render(GRAY, shape, width=90)) == (90, 320)


def test_sharpness_is_measured_on_the_fitted_picture() -> None:
    full, small = render(texture()), render(texture(), width=80)

    assert full.sharpness == pytest.approx(sharpness(luma(texture())), rel=0.05)
    assert small.sharpness > 2 * full.sharpness


@pytest.mark.parametrize(
    ("level", "threshold", "is_left_out"), [(10, 0.06, True), (20, 0.06, False), (20, 0.1, True)]
)
def test_a_picture_that_is_darker_than_the_threshold_is_left_out(
    level: int, threshold: float, is_left_out: bool
) -> None:
    dark = np.full((180, 320, 3), level, np.uint8)

    rendered = render(dark, skip_black=True, black_threshold=threshold)

    assert (rendered.encoded is None) is is_left_out


def test_a_black_picture_is_encoded_unless_black_ones_are_left_out() -> None:
    assert render(np.zeros((180, 320, 3), np.uint8)).encoded is not None


def test_the_fingerprint_is_measured_only_if_duplicates_are_left_out() -> None:
    assert render(texture()).fingerprint is None
    assert render(texture(), skip_duplicates=True).fingerprint == fingerprint(luma(texture()))


@pytest.mark.parametrize("extra", [{"contact_sheet": True}, {"sprite": True}], ids=str)
def test_a_thumbnail_is_made_only_for_extras(extra: dict[str, Any]) -> None:
    assert render(texture()).thumbnail is None

    thumbnail = render(texture(), **extra).thumbnail
    assert thumbnail is not None
    assert thumbnail.shape == (180, 320, 3)
