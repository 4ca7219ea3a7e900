"""Recognizes duplicates of the images that were kept."""

import numpy as np

from stills.image.similarity import Fingerprint, difference
from stills.options import ExtractionOptions

CANDIDATES = 8
"""With how many of the images that were kept, the most similar ones by their outlines, an image is
compared."""


class KeptImages:
    """Remembers the last image that was kept, or all of them, which take 14 KB of memory each."""

    def __init__(self, options: ExtractionOptions) -> None:
        self._threshold = options.duplicate_threshold
        self._of_any = options.duplicates_of == "any"
        self._kept: list[Fingerprint] = []
        self._outlines = np.empty((0, 0), np.float32)

    def add(self, image: Fingerprint) -> bool:
        """Keeps an image, and returns True, unless it is a duplicate."""
        if any(difference(image, kept) <= self._threshold for kept in self._candidates(image)):
            return False
        self._keep(image)
        return True

    def _keep(self, image: Fingerprint) -> None:
        if not self._of_any:
            self._kept = [image]
            return
        if len(self._kept) == len(self._outlines):
            self._outlines = np.resize(self._outlines, (2 * len(self._kept) or 64, 64))
        self._outlines[len(self._kept)] = image.outline
        self._kept.append(image)

    def _candidates(self, image: Fingerprint) -> list[Fingerprint]:
        if len(self._kept) <= CANDIDATES:
            return self._kept
        distances = np.abs(self._outlines[: len(self._kept)] - image.outline).mean(axis=1)
        nearest = np.argpartition(distances, CANDIDATES)[:CANDIDATES]
        return [self._kept[place] for place in nearest]
