from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from stills.demux.video import Frame
from stills.image.geometry import Geometry
from stills.image.measure import luma, sharpness
from stills.image.similarity import difference, fingerprint
from stills.options import ExtractionOptions
from stills.output.render import Rendered, Renderer
from stills.select.selection import Selected

GRAY = np.full((180, 320, 3), 128, np.uint8)


def texture() -> NDArray[np.uint8]:
    coarse = np.random.default_rng(1).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)


def render(
    picture: NDArray[np.uint8],
    shape: Geometry | None = None,
    aspect: Fraction = Fraction(1),
    **options: Any,
) -> Rendered:
    frame = Frame(900_000, av.VideoFrame.from_ndarray(picture, format="bgr24"), aspect=aspect)
    renderer = Renderer(shape or Geometry(), ExtractionOptions(**options))
    return renderer(Selected(1_000_000, frame))


def size(rendered: Rendered) -> tuple[int, int]:
    assert rendered.encoded is not None
    return rendered.encoded.width, rendered.encoded.height


def test_an_image_has_the_times_of_its_sample_and_of_its_frame() -> None:
    rendered = render(GRAY)

    assert (rendered.sample_time, rendered.time) == (1_000_000, 900_000)


def test_the_picture_is_turned_and_made_square_before_it_is_fitted() -> None:
    turned, aspect = Geometry(rotation=90), Fraction(2)

    assert size(render(GRAY, turned, aspect)) == (180, 640)
    assert size(render(GRAY, turned, aspect, width=90)) == (90, 320)


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
    measured = render(texture(), skip_duplicates=True).fingerprint
    assert measured is not None
    assert difference(measured, fingerprint(texture())) < 0.01


@pytest.mark.parametrize("extra", [{"contact_sheet": True}, {"sprite": True}], ids=str)
def test_a_thumbnail_is_made_only_for_extras(extra: dict[str, Any]) -> None:
    assert render(texture()).thumbnail is None

    thumbnail = render(texture(), **extra).thumbnail
    assert thumbnail is not None
    assert thumbnail.shape == (180, 320, 3)


def decoded(rendered: Rendered) -> NDArray[np.uint8 | np.uint16]:
    assert rendered.encoded is not None
    data = np.frombuffer(rendered.encoded.data, np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED))


def rendered_frame(frame: av.VideoFrame, **options: Any) -> Rendered:
    renderer = Renderer(Geometry(), ExtractionOptions(**options))
    return renderer(Selected(0, Frame(0, frame)))


def test_alpha_is_in_the_image_but_changes_no_measure() -> None:
    transparent = np.dstack([texture(), texture()[..., :1]])
    frame = av.VideoFrame.from_ndarray(transparent, format="bgra")

    kept, shown = (
        rendered_frame(frame, format="png", alpha=alpha, contact_sheet=True, skip_duplicates=True)
        for alpha in (True, False)
    )

    assert np.array_equal(decoded(kept), transparent)
    assert decoded(shown).shape == (180, 320, 3)
    assert kept.sharpness == shown.sharpness
    assert kept.fingerprint is not None
    assert shown.fingerprint is not None
    assert difference(kept.fingerprint, shown.fingerprint) == 0
    assert np.array_equal(kept.thumbnail, shown.thumbnail)  # type: ignore[arg-type]


def test_a_video_without_alpha_gives_images_without_alpha() -> None:
    frame = av.VideoFrame.from_ndarray(texture(), format="bgr24")

    assert decoded(rendered_frame(frame, format="png", alpha=True)).shape == (180, 320, 3)


@pytest.mark.parametrize(
    ("image_format", "most"), [("png", 65_535), ("tiff", 65_535), ("avif", 1023)]
)
def test_10_bits_are_kept_without_tone_mapping(image_format: str, most: int) -> None:
    frame = av.VideoFrame.from_ndarray(texture(), format="bgr24").reformat(format="gbrp10le")

    mapped, deep = (
        rendered_frame(frame, format=image_format, quality=100, tone_map=tone_map)
        for tone_map in (True, False)
    )

    assert decoded(mapped).dtype == np.uint8
    assert decoded(deep).dtype == np.uint16
    assert np.abs(decoded(deep) / most - decoded(mapped) / 255).max() < 1 / 200
    assert deep.sharpness == pytest.approx(mapped.sharpness, rel=0.05)


def test_hdr_that_is_not_tone_mapped_is_measured_as_shown() -> None:
    frame = av.VideoFrame.from_ndarray(texture(), format="bgr24").reformat(format="yuv444p10le")
    frame.color_trc = 16

    mapped, kept = (
        rendered_frame(frame, format="png", tone_map=tone_map, contact_sheet=True)
        for tone_map in (True, False)
    )

    assert not np.allclose(decoded(kept) / 65_535, decoded(mapped) / 255, atol=0.1)
    assert kept.sharpness == pytest.approx(mapped.sharpness, rel=0.1)
    assert kept.thumbnail is not None
    assert kept.thumbnail.dtype == np.uint8
