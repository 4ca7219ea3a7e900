"""Fits pictures into the size that was asked for."""

from dataclasses import dataclass
from typing import Literal

import cv2
from cv2.typing import MatLike

from contracts.options import ExtractionOptions


@dataclass(frozen=True)
class Box:
    """Where a picture is to fit; a side that is None follows from the other."""

    width: int | None
    height: int | None
    fit: Literal["contain", "cover", "stretch"]
    enlarge: bool

    @classmethod
    def of(cls, options: ExtractionOptions) -> "Box":
        return cls(options.width, options.height, options.fit, options.enlarge)

    def scaled_size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height to scale a picture of `width` x `height` to, before it is cropped."""
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

    def apply(self, picture: MatLike) -> MatLike:
        """The picture, scaled and, where it is to cover the box, cropped around its middle."""
        height, width = picture.shape[:2]
        size = self.scaled_size(width, height)
        if size != (width, height):
            smaller = size[0] < width or size[1] < height
            how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
            picture = cv2.resize(picture, size, interpolation=how)
        return self._cropped(picture) if self.fit == "cover" else picture

    def _cropped(self, picture: MatLike) -> MatLike:
        height, width = picture.shape[:2]
        new_width, new_height = min(width, self.width or width), min(height, self.height or height)
        left, top = (width - new_width) // 2, (height - new_height) // 2
        return picture[top : top + new_height, left : left + new_width]
