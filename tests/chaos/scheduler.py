"""Virtual time, and tasks that take turns where they call AWS.

Each task is a thread, but only one runs at a time. Which one runs next is decided here, by the
random numbers of the schedule, so a schedule repeats exactly.
"""

import heapq
import random
import threading
from collections.abc import Callable
from typing import Any

CALL_TAKES = 0.02
"""Seconds of virtual time for each call of AWS."""


class Killed(BaseException):
    """Ends an invocation as a killed process does: it calls nothing any more."""


class Task:
    """`result` or `error` is set when `finished` is. `deadline` is when the function times out.
    `made` is what its last call made that cannot be made again without effect."""

    def __init__(self, name: str, run: Callable[[], Any], deadline: float = float("inf")) -> None:
        self.name = name
        self.deadline = deadline
        self.dead = False
        self.finished = False
        self.faulty = False
        self.made: list[Any] = []
        self.started = 0.0
        self.result: Any = None
        self.error: BaseException | None = None
        self.waiting: list[Task] = []
        self._run = run
        self._thread: _Thread | None = None

    def resume(self) -> None:
        """Runs the task until it pauses or ends."""
        if self._thread is None:
            self._thread = _idle.pop() if _idle else _Thread()
            self._thread.task = self
        self._thread.go.release()
        self._thread.stopped.acquire()
        if self.finished:
            _idle.append(self._thread)

    def pause(self) -> None:
        assert self._thread
        self._thread.stopped.release()
        self._thread.go.acquire()

    def run(self) -> None:
        try:
            self.result = self._run()
        except BaseException as error:
            self.error = error
        self.finished = True


class _Thread:
    """Runs one task after the other, each time when `go` is released, until `stopped` is."""

    def __init__(self) -> None:
        self.task: Task | None = None
        self.go, self.stopped = threading.Lock(), threading.Lock()
        self.go.acquire()
        self.stopped.acquire()
        threading.Thread(target=self._main, daemon=True).start()

    def _main(self) -> None:
        while True:
            self.go.acquire()
            _current.task = self.task
            assert self.task
            self.task.run()
            self.stopped.release()


class _Current(threading.local):
    task: Task | None = None


_current = _Current()
_idle: list[_Thread] = []


def current() -> Task | None:
    return _current.task


class Scheduler:
    """`on_time` is told the time before a task runs. `switching` is how likely a task is to let
    others go first at each of its calls."""

    def __init__(self, seed: random.Random, start: float, switching: float) -> None:
        self.now = start
        self.on_time: Callable[[float], None] = lambda now: None
        self._random = seed
        self._switching = switching
        self._ready: list[Task] = []
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def at(self, time: float, action: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._timers, (max(time, self.now), self._count, action))

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        self.at(self.now + seconds, action)

    def spawn(self, task: Task) -> Task:
        task.started = self.now
        self._ready.append(task)
        return task

    def yield_(self) -> None:
        """At a call of AWS: time passes, and another task may run."""
        self.now += CALL_TAKES
        self.on_time(self.now)
        task = current()
        others = self._ready or (self._timers and self._timers[0][0] <= self.now)
        if task and others and self._random.random() < self._switching:
            self._ready.append(task)
            task.pause()

    def sleep(self, seconds: float) -> None:
        task = current()
        if task is None:
            self.now += seconds
            return
        self.after(seconds, lambda: self._ready.append(task))
        task.pause()

    def wait(self, other: Task) -> Any:
        """In a task: the result of another one."""
        task = current()
        assert task
        if not other.finished:
            other.waiting.append(task)
            task.pause()
        return other.result

    def run(self, until: float) -> None:
        """Runs everything that happens until a time, and moves to that time."""
        while True:
            while self._timers and self._timers[0][0] <= self.now:
                heapq.heappop(self._timers)[2]()
            if self._ready:
                self._step()
            elif self._timers and self._timers[0][0] <= until:
                self.now = max(self.now, self._timers[0][0])
            else:
                self.now = max(self.now, until)
                self.on_time(self.now)
                return

    def _step(self) -> None:
        index = self._random.randrange(len(self._ready)) if self._switching else 0
        task = self._ready.pop(index)
        self.on_time(self.now)
        task.resume()
        if task.finished:
            self._ready.extend(task.waiting)
            if task.error is not None:  # a task handles the errors of the code under test itself
                raise task.error
