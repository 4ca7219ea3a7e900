"""The extras, which are made from the images: the contact sheet, the sprite, lists and slides."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from cv2.typing import MatLike

from stills.image.encode import EncodedImage, encode
from stills.manifest import (
    COCO,
    CONTACT_SHEET,
    IMAGES_CSV,
    SLIDES,
    SPRITE,
    SPRITE_VTT,
    Extra,
    Image,
)
from stills.options import ExtractionOptions
from stills.output import contact_sheet, sprite
from stills.output.even_sample import EvenSample
from stills.output.lists import coco_list, csv_list
from stills.output.slides import Slides
from stills.output.tiles import Tile, shrunk
from stills.sink import Store

JPEG = ExtractionOptions(format="jpg", quality=85)


def are_wanted(options: ExtractionOptions) -> bool:
    return options.contact_sheet or options.sprite


def thumbnail(picture: MatLike) -> MatLike:
    """The picture, as large as any extra needs it."""
    return shrunk(picture, max(contact_sheet.SIDE, sprite.SIDE))


class Extras:
    """Receives the images that are kept, and keeps a few of their thumbnails."""

    def __init__(self, options: ExtractionOptions, store: Store) -> None:
        self._options = options
        self._store = store
        self._slides = Slides()
        self._stored_slides: list[Extra] = []
        self._sheet = EvenSample[Tile](contact_sheet.TILES)
        self._sprite = EvenSample[Tile](sprite.TILES)

    def add(self, time: int, picture: MatLike) -> None:
        if self._options.contact_sheet:
            self._sheet.add(Tile(time, picture))
        if self._options.sprite:
            self._sprite.add(Tile(time, shrunk(picture, sprite.SIDE)))

    def add_image(self, image: EncodedImage) -> None:
        if self._options.pdf:
            self._store_slides(self._slides.add(image.data, image.width, image.height))

    def stored(self, images: Sequence[Image], duration: float | None) -> Iterator[Extra]:
        """Makes and stores each extra of these images. `duration` is that of the video in
        seconds."""
        store = self._store
        if self._options.contact_sheet:
            yield _stored_picture(CONTACT_SHEET, contact_sheet.draw(self._sheet.items()), store)
        if self._options.sprite:
            tiles = self._sprite.items()
            picture, places = sprite.draw(tiles)
            yield _stored_picture(SPRITE, picture, store)
            text = sprite.webvtt([tile.time for tile in tiles], places, duration)
            yield _stored_file(SPRITE_VTT, "text/vtt", text.encode(), store)
        if self._options.csv:
            yield _stored_file(IMAGES_CSV, "text/csv", csv_list(images), store)
        if self._options.coco:
            yield _stored_file(COCO, "application/json", coco_list(images), store)
        self._store_slides(self._slides.rest())
        yield from self._stored_slides

    def _store_slides(self, files: Iterable[bytes]) -> None:
        for data in files:
            number = len(self._stored_slides) + 1
            name = SLIDES if number == 1 else SLIDES.replace(".", f"_{number}.")
            extra = _stored_file(name, "application/pdf", data, self._store)
            self._stored_slides.append(extra)


def _stored_picture(name: str, picture: MatLike, store: Store) -> Extra:
    image = encode(picture, JPEG)
    return Extra(
        name=name,
        media_type="image/jpeg",
        size=len(image.data),
        offset=store(name, image.data),
        sha256=image.sha256,
        width=image.width,
        height=image.height,
    )


def _stored_file(
    name: str,
    media_type: Literal["text/vtt", "text/csv", "application/json", "application/pdf"],
    data: bytes,
    store: Store,
) -> Extra:
    return Extra(
        name=name,
        media_type=media_type,
        size=len(data),
        offset=store(name, data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
