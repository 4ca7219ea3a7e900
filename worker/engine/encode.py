"""Encodes pictures to image files, in threads beside the decoding; OpenCV and FFmpeg let go of
the interpreter's lock."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import cv2

from worker.engine.pixels import Picture

Item = TypeVar("Item")
Result = TypeVar("Result")

THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class EncodedImage:
    """An image file, and what is known of it; `sharpness` is the variance of the Laplacian of its
    luma."""

    data: bytes
    width: int
    height: int
    sha256: str
    sharpness: float


def encode_jpeg(picture: Picture, quality: int) -> EncodedImage:
    """`quality` is 1 to 100, as in libjpeg."""
    encoded, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not encoded:
        raise ValueError("the picture cannot be encoded")
    content = data.tobytes()
    height, width = picture.shape[:2]
    digest = hashlib.sha256(content).hexdigest()
    return EncodedImage(content, width, height, digest, sharpness(picture))


def sharpness(picture: Picture) -> float:
    edges = cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.CV_16S)
    _, deviation = cv2.meanStdDev(edges)
    return float(deviation[0, 0] ** 2)


def in_parallel(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """`map` in threads, in order, that takes up only as many items at once as there are threads,
    and one more to have ready, so that few frames are held."""
    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            for item in items:
                pending.append(pool.submit(work, item))
                if len(pending) > THREADS:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
