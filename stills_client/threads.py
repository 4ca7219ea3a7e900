"""Does things at the same time, and stops when it is asked to.

Ctrl-C reaches the main thread only, and Python can end no other one. So what takes long in a thread
asks between its steps whether it shall stop, and no thread keeps the process from ending.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

PATIENCE = 1.0
"""Seconds for which threads that shall stop are waited for. One may wait for the network."""

Result = TypeVar("Result")


class Interruption:
    """That a command is to end before it is done."""

    def __init__(self) -> None:
        self._requested = Event()

    @property
    def is_requested(self) -> bool:
        return self._requested.is_set()

    def request(self) -> None:
        self._requested.set()

    def check(self) -> None:
        """Raises KeyboardInterrupt."""
        if self.is_requested:
            raise KeyboardInterrupt

    def sleep(self, seconds: float) -> None:
        """Raises KeyboardInterrupt as soon as there is one."""
        self._requested.wait(seconds)
        self.check()


@contextmanager
def in_threads(
    works: Sequence[Callable[[], Result]], at_once: int, interruption: Interruption
) -> Iterator[list[Future[Result]]]:
    """Does the works in their order, so many at the same time. Those that were not begun when the
    block is left are not done; those that were are waited for, unless there is an interruption."""
    futures: list[Future[Result]] = [Future() for _ in works]
    waiting: SimpleQueue[tuple[Future[Result], Callable[[], Result]]] = SimpleQueue()
    for each in zip(futures, works, strict=True):
        waiting.put(each)
    for _ in range(min(at_once, len(works))):
        Thread(target=_work, args=(waiting,), daemon=True).start()
    try:
        yield futures
    finally:
        for future in futures:
            future.cancel()
        wait(futures, PATIENCE if interruption.is_requested else None)


def _work(waiting: SimpleQueue[tuple[Future[Result], Callable[[], Result]]]) -> None:
    while True:
        try:
            future, work = waiting.get_nowait()
        except Empty:
            return
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(work())
            except BaseException as error:  # it is raised where the result is asked for
                future.set_exception(error)
