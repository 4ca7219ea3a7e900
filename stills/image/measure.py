"""Measures how sharp, how dark and how similar pictures are."""

import cv2
import numpy as np
from cv2.typing import MatLike

HASH_SIDE = 8


def luma(picture: MatLike) -> MatLike:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def sharpness(gray: MatLike) -> float:
    """The variance of the Laplacian (Pech-Pacheco et al., 2000)."""
    _, deviation = cv2.meanStdDev(cv2.Laplacian(gray, cv2.CV_16S))
    return float(deviation[0, 0] ** 2)


def brightness(gray: MatLike) -> float:
    """The mean luma, from 0 to 1."""
    return cv2.mean(gray)[0] / 255


def fingerprint(gray: MatLike) -> int:
    """A perceptual hash (dHash) of 64 bits. Each says which of two neighboring pixels is brighter,
    in the picture reduced to 9 x 8 pixels. Similar pictures have similar hashes."""
    small = cv2.resize(gray, (HASH_SIDE + 1, HASH_SIDE), interpolation=cv2.INTER_AREA)
    bits = small[:, 1:] > small[:, :-1]
    return int.from_bytes(np.packbits(bits).tobytes())


def distance(one: int, other: int) -> int:
    """The number of bits, of 64, in which two fingerprints differ."""
    return (one ^ other).bit_count()
