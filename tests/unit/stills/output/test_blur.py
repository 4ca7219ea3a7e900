"""Images that are blurred in comparison with those around them."""

from hypothesis import given
from hypothesis import strategies as st

from stills.image.encode import EncodedImage
from stills.output.blur import with_blur
from stills.output.render import Rendered


def rendered(sharpness: float, time: int = 0, *, black: bool = False) -> Rendered:
    encoded = None if black else EncodedImage(b"", 1, 1, "")
    return Rendered(time, time, encoded, sharpness, None, None)


def blurred(*sharpness: float) -> list[int]:
    """The places of the images that are blurred."""
    marked = with_blur((rendered(each) for each in sharpness), 0.5)
    return [place for place, each in enumerate(marked) if each.is_blurred]


def test_an_image_among_sharper_ones_is_blurred() -> None:
    assert blurred(100, 90, 30, 110, 95) == [2]
    assert blurred(20, 100, 110, 90) == [0]
    assert blurred(100, 110, 90, 20) == [3]


def test_two_blurred_images_in_a_row_are_both_blurred() -> None:
    assert blurred(100, 90, 30, 25, 100, 110, 90) == [2, 3]


def test_a_part_of_the_video_with_few_details_is_not_blurred() -> None:
    assert blurred(100, 110, 90, 30, 31, 29, 30, 32) == []


def test_a_black_image_is_no_standard_for_others() -> None:
    images = [rendered(100), *(rendered(0, black=True) for _ in range(5)), rendered(90)]

    assert not any(each.is_blurred for each in with_blur(images, 0.5))


@given(st.lists(st.tuples(st.floats(0, 1e5), st.booleans()), max_size=40), st.floats(0, 1))
def test_no_image_is_lost_or_moved(given_: list[tuple[float, bool]], threshold: float) -> None:
    images = [rendered(value, time, black=black) for time, (value, black) in enumerate(given_)]

    marked = list(with_blur(images, threshold))

    assert sorted(each.time for each in marked) == list(range(len(images)))
    shown = [each.time for each in marked if each.encoded is not None]
    assert shown == sorted(shown)
