"""The extras, which are made from the images: the contact sheet and the sprite."""

import hashlib
from collections.abc import Iterator

from cv2.typing import MatLike

from stills.image.encode import encode
from stills.manifest import CONTACT_SHEET, SPRITE, SPRITE_VTT, Extra
from stills.options import ExtractionOptions
from stills.output import contact_sheet, sprite
from stills.output.even_sample import EvenSample
from stills.output.tiles import Tile, shrunk
from stills.sink import Store

JPEG = ExtractionOptions(format="jpg", quality=85)


def are_wanted(options: ExtractionOptions) -> bool:
    return options.contact_sheet or options.sprite


def thumbnail(picture: MatLike) -> MatLike:
    """The picture, as large as any extra needs it."""
    return shrunk(picture, max(contact_sheet.SIDE, sprite.SIDE))


class Extras:
    """Receives the thumbnails of the images that are kept, and keeps a few of them."""

    def __init__(self, options: ExtractionOptions) -> None:
        self._options = options
        self._sheet = EvenSample[Tile](contact_sheet.TILES)
        self._sprite = EvenSample[Tile](sprite.TILES)

    def add(self, time: int, picture: MatLike) -> None:
        if self._options.contact_sheet:
            self._sheet.add(Tile(time, picture))
        if self._options.sprite:
            self._sprite.add(Tile(time, shrunk(picture, sprite.SIDE)))

    def stored(self, store: Store, duration: float | None) -> Iterator[Extra]:
        """Makes and stores each extra. `duration` is that of the video in seconds."""
        if self._options.contact_sheet:
            yield _stored_picture(CONTACT_SHEET, contact_sheet.draw(self._sheet.items()), store)
        if self._options.sprite:
            tiles = self._sprite.items()
            picture, places = sprite.draw(tiles)
            yield _stored_picture(SPRITE, picture, store)
            text = sprite.webvtt([tile.time for tile in tiles], places, duration)
            yield _stored_text(SPRITE_VTT, text.encode(), store)


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


def _stored_text(name: str, data: bytes, store: Store) -> Extra:
    return Extra(
        name=name,
        media_type="text/vtt",
        size=len(data),
        offset=store(name, data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
