"""Renders a selected frame: encodes its image and measures it, in threads alongside decoding."""

from dataclasses import dataclass

from cv2.typing import MatLike

from stills.image.encode import EncodedImage, check_size, encode
from stills.image.geometry import Geometry
from stills.image.measure import brightness, fingerprint, luma, sharpness
from stills.image.pixels import to_picture
from stills.image.resize import Box
from stills.options import ExtractionOptions
from stills.output import extras
from stills.select.selection import Selected


@dataclass(frozen=True)
class Rendered:
    """An image of the frame at `time`, for `sample_time`; both are in microseconds. `encoded` is
    None for a black frame that is left out. There is a `fingerprint` if duplicates are left out,
    and a `thumbnail` if extras are made."""

    sample_time: int
    time: int
    encoded: EncodedImage | None
    sharpness: float
    fingerprint: int | None
    thumbnail: MatLike | None


@dataclass(frozen=True)
class Renderer:
    shape: Geometry
    options: ExtractionOptions

    def __call__(self, selected: Selected) -> Rendered:
        frame = selected.frame
        box, picture = Box.of(self.options), to_picture(frame.picture, self.shape)
        height, width = picture.shape[:2]
        check_size(*box.scaled_size(width, height), self.options)
        picture = box.apply(picture)
        gray = luma(picture)
        black = self.options.skip_black and brightness(gray) <= self.options.black_threshold
        return Rendered(
            sample_time=selected.sample_time,
            time=frame.time,
            encoded=None if black else encode(picture, self.options),
            sharpness=sharpness(gray),
            fingerprint=fingerprint(gray) if self.options.skip_duplicates else None,
            thumbnail=extras.thumbnail(picture) if extras.are_wanted(self.options) else None,
        )
