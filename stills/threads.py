"""Runs work in threads alongside decoding. OpenCV and FFmpeg release the interpreter's lock."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


MAX_BYTES = 192 * 1024 * 1024
"""Of items that threads work on. Of items that are larger than that, one is in memory at a time."""


def in_parallel(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    size: Callable[[Item], int] | None = None,
) -> Generator[Result]:
    """`map` in threads, in order. It takes only one item more than there are threads, so that few
    frames are in memory, and fewer if the work on an item takes so many bytes (`size`) that they
    would exceed MAX_BYTES."""
    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            for item in items:
                affordable = MAX_BYTES // max(1, size(item)) - 1 if size else THREADS
                pending.append(pool.submit(work, item))
                while len(pending) > max(0, min(THREADS, affordable)):
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
