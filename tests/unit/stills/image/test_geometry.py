from fractions import Fraction

import av
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stills.demux.cropping import Margins
from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.image.pixels import to_gray, to_picture, to_small_picture
from stills.options import ExtractionOptions
from stills.output.render import Renderer
from stills.planning.crop import Part, part_of
from stills.planning.sizes import typical
from stills.select.selection import Selected
from tests.samples import a_source

WIDTH, HEIGHT = 16, 9

fractions = st.fractions(0, 1, max_denominator=20)
geometries = st.builds(
    Geometry,
    rotation=st.sampled_from([0, 90, 180, 270]),
    is_flipped=st.booleans(),
    margins=st.builds(Margins, *[st.integers(0, 10)] * 4),
    part=st.builds(Part, fractions, fractions, fractions, fractions),
)
lengths = st.integers(1, 400) | st.integers(1, 100).map("{}%".format)
places = st.integers(0, 100) | st.integers(0, 99).map("{}%".format)


def numbered() -> av.VideoFrame:
    """A frame whose pixels all differ."""
    values = np.arange(WIDTH * HEIGHT, dtype=np.uint8).reshape(HEIGHT, WIDTH)
    return av.VideoFrame.from_ndarray(values, format="gray")


@given(geometries)
def test_comparisons_look_at_the_pixels_that_the_picture_shows(shape: Geometry) -> None:
    shown = to_picture(numbered(), shape)[..., 0]
    compared = to_gray(numbered(), shape)

    assert sorted(compared.ravel()) == sorted(shown.ravel())


@given(geometries, st.fractions(Fraction(1, 4), 4, max_denominator=16))
def test_the_size_is_known_without_the_picture(shape: Geometry, aspect: Fraction) -> None:
    shape = shape.with_aspect(aspect)
    whole = shape.shown_size(WIDTH, HEIGHT)

    height, width = to_picture(numbered(), shape).shape[:2]

    assert (width, height) == shape.part.of(*whole).size


@given(
    crop=st.none() | st.tuples(places, places, lengths, lengths),
    width=st.none() | st.integers(1, 300),
    height=st.none() | st.integers(1, 300),
    fit=st.sampled_from(["contain", "cover", "stretch"]),
    enlarge=st.booleans(),
)
def test_images_have_as_many_pixels_as_the_estimate_expects(**choices: object) -> None:
    options = ExtractionOptions(**choices)  # type: ignore[arg-type]
    frame = Frame(0, av.VideoFrame(320, 180, "yuv420p"))
    source = a_source(width=320, height=180, display_width=320, display_height=180)

    renderer = Renderer(Geometry(part=part_of(options, 320, 180)), options)
    image = renderer(Selected(0, frame)).encoded

    assert image is not None
    assert image.width * image.height == typical(source, options).pixels


def test_a_small_picture_is_of_the_wanted_part() -> None:
    halves = np.zeros((360, 640, 3), np.uint8)
    halves[:, 320:] = 200
    frame = av.VideoFrame.from_ndarray(halves, format="bgr24")
    right = Geometry(part=Part(left=Fraction(1, 2)), rotation=180)

    whole, part = to_small_picture(frame, AS_CODED), to_small_picture(frame, right)

    assert whole.shape == part.shape
    assert part.mean() < 2
