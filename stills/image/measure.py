"""Measures how sharp and how dark pictures are."""

import cv2
from cv2.typing import MatLike


def luma(picture: MatLike) -> MatLike:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def sharpness(gray: MatLike) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., 2000)."""
    _, deviation = cv2.meanStdDev(cv2.Laplacian(gray, cv2.CV_16S))
    return float(deviation[0, 0] ** 2)


def brightness(gray: MatLike) -> float:
    """The mean luma, from 0 to 1."""
    return cv2.mean(gray)[0] / 255
