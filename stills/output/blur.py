"""Finds images that are blurred in comparison with those around them.

A sharpness has no absolute meaning: a clear sky is less sharp than a blurred forest.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import median

from stills.output.render import Rendered

NEIGHBORS = 2
"""Images before and after an image with which it is compared, where there are as many."""


def with_blur(rendered: Iterable[Rendered], threshold: float) -> Iterator[Rendered]:
    """Marks each image that is less sharp than `threshold` times the median of the images around
    it. Keeps no more than five images in memory. Black images are not compared."""
    around: deque[Rendered] = deque(maxlen=2 * NEIGHBORS + 1)
    waiting = 0
    for each in rendered:
        if each.encoded is None:
            yield each
            continue
        around.append(each)
        waiting += 1
        if waiting > NEIGHBORS:
            yield _judged(around[-waiting], around, threshold)
            waiting -= 1
    for place in range(waiting, 0, -1):
        yield _judged(around[-place], around, threshold)


def _judged(image: Rendered, around: Iterable[Rendered], threshold: float) -> Rendered:
    usual = median(each.sharpness for each in around)
    return replace(image, is_blurred=image.sharpness < threshold * usual)
