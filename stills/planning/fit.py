"""The size that pictures get."""

from dataclasses import dataclass
from typing import Literal, Self

from stills.options import ExtractionOptions


@dataclass(frozen=True)
class Box:
    """The box that a picture is resized to fit. A side that is None follows from the other."""

    width: int | None
    height: int | None
    fit: Literal["contain", "cover", "stretch"]
    enlarge: bool

    @classmethod
    def of(cls, options: ExtractionOptions) -> Self:
        return cls(options.width, options.height, options.fit, options.enlarge)

    def fitted_size(self, width: int, height: int) -> tuple[int, int]:
        """The final width and height of a picture of `width` x `height`."""
        return self.cropped_size(*self.scaled_size(width, height))

    def scaled_size(self, width: int, height: int) -> tuple[int, int]:
        """The width and height to which `width` x `height` is scaled before cropping."""
        across = None if self.width is None else self.width / width
        down = None if self.height is None else self.height / height
        scales = [scale for scale in (across, down) if scale is not None]
        if not scales:
            return width, height
        if self.fit == "stretch":
            across, down = across or min(scales), down or min(scales)
        else:
            across = down = max(scales) if self.fit == "cover" else min(scales)
        if not self.enlarge:
            across, down = min(1.0, across), min(1.0, down)
        return max(1, round(width * across)), max(1, round(height * down))

    def cropped_size(self, width: int, height: int) -> tuple[int, int]:
        """What cropping leaves of a scaled picture: all of it, unless it covers the box."""
        if self.fit != "cover":
            return width, height
        return min(width, self.width or width), min(height, self.height or height)
