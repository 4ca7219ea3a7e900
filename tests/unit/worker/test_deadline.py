from dataclasses import dataclass, field

import pytest

from stills.errors import TimedOut
from worker.deadline import INTERVAL, Deadline
from worker.errors import Canceled


@dataclass
class World:
    """A function's clock and timeout, whether the job is canceled, and what was reported."""

    now: float = 100.0
    timeout: float = 1000.0
    canceled: bool = False
    checks: int = 0
    reports: list[tuple[float, int]] = field(default_factory=list)

    def new_deadline(self) -> Deadline:
        return Deadline(
            remaining=lambda: self.timeout - self.now,
            is_canceled=self._check,
            report=lambda fraction, images: self.reports.append((fraction, images)),
            clock=lambda: self.now,
        )

    def _check(self) -> bool:
        self.checks += 1
        return self.canceled


def test_progress_is_reported_at_most_once_per_interval() -> None:
    world = World()
    deadline = world.new_deadline()

    for step in range(101):
        world.now = 100 + step * 0.1
        deadline.check(step / 100, step)

    assert [fraction for fraction, _ in world.reports] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert world.checks == len(world.reports)


def test_a_job_that_ends_at_once_reports_nothing() -> None:
    world = World()
    deadline = world.new_deadline()

    deadline.check(1.0, 10)

    assert (world.reports, world.checks) == ([], 0)


def test_a_canceled_job_stops_without_a_report() -> None:
    world = World()
    deadline = world.new_deadline()
    world.canceled = True
    world.now += INTERVAL

    with pytest.raises(Canceled):
        deadline.check(0.5, 5)

    assert world.reports == []


@pytest.mark.parametrize(
    ("limit", "margin"), [pytest.param(900, 15, id="15 s"), pytest.param(30, 3, id="10 %")]
)
def test_a_job_is_stopped_a_margin_before_the_timeout(limit: float, margin: float) -> None:
    world = World(timeout=100 + limit)
    deadline = world.new_deadline()

    world.now = 100 + limit - margin - 0.01
    deadline.check(0.5, 5)
    world.now = 100 + limit - margin + 0.01
    with pytest.raises(TimedOut):
        deadline.check(0.5, 5)
