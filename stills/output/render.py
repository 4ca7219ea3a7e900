"""Renders a selected frame: encodes its image and measures it, in threads alongside decoding."""

from dataclasses import dataclass

from cv2.typing import MatLike

from stills.capture.capture import UNKNOWN, Capture
from stills.capture.recording import UNRECORDED, Recording
from stills.image.color import color_of
from stills.image.encode import EncodedImage, check_size, encode
from stills.image.geometry import Geometry
from stills.image.measure import brightness, luma, sharpness
from stills.image.pixels import to_picture
from stills.image.preview import as_shown
from stills.image.resize import Box
from stills.image.similarity import Fingerprint, fingerprint
from stills.options import ExtractionOptions
from stills.output import extras
from stills.select.selection import Selected


@dataclass(frozen=True)
class Rendered:
    """An image of the frame at `time`, for `sample_time`; both are in microseconds. `encoded` is
    None for a black frame that is left out; `is_blurred` is decided later. There is a `fingerprint`
    if duplicates are left out, and a `thumbnail` if extras are made."""

    sample_time: int
    time: int
    encoded: EncodedImage | None
    sharpness: float
    fingerprint: Fingerprint | None
    thumbnail: MatLike | None
    is_blurred: bool = False
    capture: Capture = UNKNOWN


@dataclass(frozen=True)
class Renderer:
    shape: Geometry
    options: ExtractionOptions
    recording: Recording = UNRECORDED

    def __call__(self, selected: Selected) -> Rendered:
        frame, options = selected.frame, self.options
        shape = self.shape.with_aspect(frame.aspect)
        picture = to_picture(frame.picture, shape, alpha=options.alpha, tone_map=options.tone_map)
        box = Box.of(options)
        height, width = picture.shape[:2]
        check_size(*box.scaled_size(width, height), options)
        picture = box.apply(picture)
        color = color_of(frame.picture, tone_map=options.tone_map)
        shown = as_shown(picture, color)
        gray = luma(shown)
        black = options.skip_black and brightness(gray) <= options.black_threshold
        capture = self.recording.at(frame.time)
        return Rendered(
            capture=capture,
            sample_time=selected.sample_time,
            time=frame.time,
            encoded=None if black else encode(picture, options, color, capture),
            sharpness=sharpness(gray),
            fingerprint=fingerprint(shown) if options.skip_duplicates else None,
            thumbnail=extras.thumbnail(shown) if extras.are_wanted(options) else None,
        )
