"""Resizes pictures to the wanted size."""

import cv2
from cv2.typing import MatLike

from stills.image.alpha import resized
from stills.planning import fit


class Box(fit.Box):
    """The box that pictures are resized to fit."""

    def apply(self, picture: MatLike) -> MatLike:
        """The picture, scaled and, to cover the box, cropped around its center."""
        height, width = picture.shape[:2]
        size = self.scaled_size(width, height)
        if size != (width, height):
            smaller = size[0] < width or size[1] < height
            how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
            picture = resized(picture, size, how)
        return self._cropped(picture)

    def _cropped(self, picture: MatLike) -> MatLike:
        height, width = picture.shape[:2]
        new_width, new_height = self.cropped_size(width, height)
        left, top = (width - new_width) // 2, (height - new_height) // 2
        return picture[top : top + new_height, left : left + new_width]
