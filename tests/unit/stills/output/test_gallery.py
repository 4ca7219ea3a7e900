from typing import Literal

import numpy as np
import pytest

from stills.image.encode import EncodedImage
from stills.image.similarity import Fingerprint, fingerprint
from stills.options import ExtractionOptions
from stills.output import slides
from stills.output.gallery import Gallery, Naming
from stills.output.render import Rendered
from tests.sinks import MemorySink

SECOND = 1_000_000


def rendered(
    time: int,
    *,
    data: bytes = b"image",
    is_black: bool = False,
    fingerprint: Fingerprint | None = None,
) -> Rendered:
    return Rendered(
        sample_time=time + 1,
        time=time,
        encoded=None if is_black else EncodedImage(data, 640, 360, "checksum"),
        sharpness=2.5,
        fingerprint=fingerprint,
        thumbnail=None,
    )


def changed(hundredths: int) -> Fingerprint:
    """Of a picture whose upper part, so many hundredths of it, is white, and the rest black."""
    picture = np.zeros((960, 960, 3), np.uint8)
    picture[: 960 * hundredths // 100] = 255
    return fingerprint(picture)


def test_images_are_numbered_named_by_their_time_and_stored_in_order() -> None:
    sink = MemorySink()
    gallery = Gallery(ExtractionOptions(format="png"), sink.store)

    for number in range(2):
        gallery.take(rendered(3_661_500_000 * number, data=bytes(number + 5)))

    names = ["frame_000000_00-00-00.000.png", "frame_000001_01-01-01.500.png"]
    assert list(sink.files) == names
    assert [image.name for image in gallery.images] == names
    assert [(image.index, image.offset, image.size) for image in gallery.images] == [
        (0, 0, 5),
        (1, 5, 6),
    ]


def test_images_are_named_by_the_template_the_video_and_the_number_of_the_frame() -> None:
    options = ExtractionOptions(names="{name}_{frame:04}")
    naming = Naming("holiday.mp4", range(0, 5 * SECOND, 40_000))
    gallery = Gallery(options, MemorySink().store, naming)

    for time in (0, 40_000, 2 * SECOND):
        gallery.take(rendered(time))

    names = ["holiday_0000.jpg", "holiday_0001.jpg", "holiday_0050.jpg"]
    assert [image.name for image in gallery.images] == names


def test_an_image_keeps_what_was_measured_of_it() -> None:
    gallery = Gallery(ExtractionOptions(), MemorySink().store)

    gallery.take(rendered(SECOND))

    [image] = gallery.images
    assert (image.time, image.requested_time) == (1.0, 1.000001)
    assert (image.width, image.height) == (640, 360)
    assert (image.sha256, image.sharpness) == ("checksum", 2.5)


def test_black_images_are_left_out_and_counted() -> None:
    sink = MemorySink()
    gallery = Gallery(ExtractionOptions(skip_black=True), sink.store)

    for number, is_black in enumerate([True, False, True]):
        gallery.take(rendered(number * SECOND, is_black=is_black))

    assert [image.time for image in gallery.images] == [1.0]
    assert [image.index for image in gallery.images] == [0]
    assert gallery.dropped == {"black": 2}
    assert len(sink.files) == 1


@pytest.mark.parametrize(("share", "is_kept"), [(0, False), (10, False), (30, True)])
def test_an_image_is_a_duplicate_up_to_the_chosen_share(share: int, is_kept: bool) -> None:
    options = ExtractionOptions(skip_duplicates=True, duplicate_threshold=0.2)
    gallery = Gallery(options, MemorySink().store)

    gallery.take(rendered(0, fingerprint=changed(0)))
    gallery.take(rendered(SECOND, fingerprint=changed(share)))

    assert len(gallery.images) == 1 + is_kept
    assert gallery.dropped["duplicate"] == (not is_kept)


def test_images_are_compared_with_the_last_one_that_was_kept() -> None:
    """So that a slow change gives a new image as soon as it is large enough."""
    options = ExtractionOptions(skip_duplicates=True, duplicate_threshold=0.45)
    gallery = Gallery(options, MemorySink().store)

    for number in range(10):
        gallery.take(rendered(number * SECOND, fingerprint=changed(10 * number)))

    assert [image.time for image in gallery.images] == [0, 5]
    assert gallery.dropped == {"duplicate": 8}


@pytest.mark.parametrize(("of", "kept"), [("last", [0, 1, 2]), ("any", [0, 1])])
def test_a_picture_that_returns_is_a_duplicate_if_any_image_counts(
    of: Literal["last", "any"], kept: list[int]
) -> None:
    options = ExtractionOptions(skip_duplicates=True, duplicates_of=of)
    gallery = Gallery(options, MemorySink().store)

    for number, share in enumerate([0, 50, 0]):
        gallery.take(rendered(number * SECOND, fingerprint=changed(share)))

    assert [image.time for image in gallery.images] == kept


def test_a_black_image_between_duplicates_does_not_separate_them() -> None:
    options = ExtractionOptions(skip_black=True, skip_duplicates=True)
    gallery = Gallery(options, MemorySink().store)

    gallery.take(rendered(0, fingerprint=changed(50)))
    gallery.take(rendered(SECOND, is_black=True, fingerprint=changed(0)))
    gallery.take(rendered(2 * SECOND, fingerprint=changed(50)))

    assert gallery.dropped == {"black": 1, "duplicate": 1}


def test_a_gallery_is_full_at_the_limit_of_images() -> None:
    gallery = Gallery(ExtractionOptions(max_images=2), MemorySink().store)

    fullness = [gallery.is_full]
    for number in range(2):
        gallery.take(rendered(number * SECOND))
        fullness.append(gallery.is_full)

    assert fullness == [False, False, True]


def test_images_that_are_left_out_do_not_fill_a_gallery() -> None:
    gallery = Gallery(ExtractionOptions(max_images=1, skip_black=True), MemorySink().store)

    gallery.take(rendered(0, is_black=True))

    assert not gallery.is_full


def test_extras_are_made_of_the_kept_images_and_stored_after_them() -> None:
    sink = MemorySink()
    gallery = Gallery(ExtractionOptions(sprite=True), sink.store)
    thumbnail = np.zeros((90, 160, 3), np.uint8)
    encoded = EncodedImage(b"image", 160, 90, "checksum")

    for number in range(3):
        time = number * SECOND
        gallery.take(Rendered(time, time, encoded if number else None, 1.0, None, thumbnail))
    extras = gallery.extras(duration=3.0)

    assert [extra.name for extra in extras] == ["sprite.jpg", "sprite.vtt"]
    assert list(sink.files)[2:] == ["sprite.jpg", "sprite.vtt"]
    assert sink.files["sprite.vtt"].count(b"-->") == 2


def test_lists_and_slides_are_extras() -> None:
    sink = MemorySink()
    gallery = Gallery(ExtractionOptions(csv=True, coco=True, pdf=True), sink.store)

    gallery.take(rendered(0))
    extras = gallery.extras(duration=3.0)

    assert {extra.name: extra.media_type for extra in extras} == {
        "images.csv": "text/csv",
        "coco.json": "application/json",
        "slides.pdf": "application/pdf",
    }
    assert all(len(sink.files[extra.name]) == extra.size for extra in extras)
    assert b"frame_000000_00-00-00.000.jpg" in sink.files["images.csv"]


def test_slides_that_fill_a_file_are_stored_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "MAX_BYTES", 10)
    sink = MemorySink()
    gallery = Gallery(ExtractionOptions(pdf=True), sink.store)

    for number in range(3):
        gallery.take(rendered(number * SECOND))
    stored = list(sink.files)
    extras = gallery.extras(duration=3.0)

    assert {"slides.pdf", "slides_2.pdf"} < set(stored)
    assert [extra.name for extra in extras] == ["slides.pdf", "slides_2.pdf", "slides_3.pdf"]
