"""Measures how sharp and how dark pictures are."""

import cv2
from cv2.typing import MatLike

ROWS = 256
"""To measure at once: the Laplacian takes twice as much memory as the picture."""


def luma(picture: MatLike) -> MatLike:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def sharpness(gray: MatLike) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., 2000)."""
    total = squares = 0.0
    for top in range(0, len(gray), ROWS):
        edges = _laplacian(gray, top, min(top + ROWS, len(gray)))
        mean, deviation = (float(each[0, 0]) for each in cv2.meanStdDev(edges))
        total += mean * edges.size
        squares += (deviation**2 + mean**2) * edges.size
    return max(0.0, squares / gray.size - (total / gray.size) ** 2)


def _laplacian(gray: MatLike, top: int, bottom: int) -> MatLike:
    """Of the rows from `top` to `bottom`, with the rows beside them where there are any."""
    before = min(1, top)
    edges = cv2.Laplacian(gray[top - before : bottom + 1], cv2.CV_16S)
    return edges[before : before + bottom - top]


def brightness(gray: MatLike) -> float:
    """The mean luma, from 0 to 1."""
    return cv2.mean(gray)[0] / 255
