"""From a chosen frame to an image file, with all that is measured of it; runs beside decoding."""

from dataclasses import dataclass

from cv2.typing import MatLike

from stills.image.encode import EncodedImage, encode
from stills.image.measure import brightness, fingerprint, luma, sharpness
from stills.image.pixels import Geometry, to_picture
from stills.image.resize import Box
from stills.options import ExtractionOptions
from stills.output import extras
from stills.select.selection import Choice


@dataclass(frozen=True)
class Rendered:
    """An image of the frame at `time` for the wanted time. None is encoded of a black frame that
    is to be left out, there is a fingerprint where duplicates are, and a thumbnail where extras
    are made."""

    wanted: int
    time: int
    encoded: EncodedImage | None
    sharpness: float
    fingerprint: int | None
    thumbnail: MatLike | None


@dataclass(frozen=True)
class Renderer:
    shape: Geometry
    options: ExtractionOptions

    def __call__(self, choice: Choice) -> Rendered:
        wanted, frame = choice
        picture = Box.of(self.options).apply(to_picture(frame.picture, self.shape))
        gray = luma(picture)
        black = self.options.skip_black and brightness(gray) <= self.options.black_threshold
        return Rendered(
            wanted=wanted,
            time=frame.time,
            encoded=None if black else encode(picture, self.options),
            sharpness=sharpness(gray),
            fingerprint=fingerprint(gray) if self.options.skip_duplicates else None,
            thumbnail=extras.thumbnail(picture) if extras.are_wanted(self.options) else None,
        )
