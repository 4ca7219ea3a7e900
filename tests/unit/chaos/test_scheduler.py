import random

import pytest

from tests.chaos.scheduler import CALL_TAKES, Scheduler, Task


def interleaving(seed: int, switching: float = 0.5) -> list[str]:
    """The order in which two tasks make three calls each."""
    scheduler = Scheduler(random.Random(seed), 0.0, switching)
    order: list[str] = []

    def work(name: str) -> None:
        for _ in range(3):
            scheduler.yield_()
            order.append(name)

    for name in "ab":
        scheduler.spawn(Task(name, lambda name=name: work(name)))  # type: ignore[misc]
    scheduler.run(10.0)
    return order


def test_a_seed_gives_one_interleaving() -> None:
    assert interleaving(1) == interleaving(1)


def test_seeds_give_different_interleavings() -> None:
    assert len({"".join(interleaving(seed)) for seed in range(20)}) > 3


def test_without_switching_tasks_run_one_after_the_other() -> None:
    assert interleaving(1, switching=0.0) == list("aaabbb")


def test_time_passes_with_calls_and_sleep() -> None:
    scheduler = Scheduler(random.Random(1), 100.0, 0.0)
    times: list[float] = []

    def work() -> None:
        scheduler.yield_()
        times.append(scheduler.now)
        scheduler.sleep(60.0)
        times.append(scheduler.now)

    scheduler.spawn(Task("sleeper", work))
    scheduler.run(1000.0)
    assert times == pytest.approx([100.0 + CALL_TAKES, 160.0 + CALL_TAKES])
    assert scheduler.now == 1000.0


def test_a_task_waits_for_the_result_of_another() -> None:
    scheduler = Scheduler(random.Random(1), 0.0, 0.0)

    def slow() -> str:
        scheduler.sleep(5.0)
        return "done"

    other = scheduler.spawn(Task("other", slow))
    waiting = scheduler.spawn(Task("waiting", lambda: scheduler.wait(other)))
    scheduler.run(10.0)
    assert waiting.result == "done"
