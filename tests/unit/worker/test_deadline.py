from dataclasses import dataclass, field

import pytest

from stills.errors import TimedOut
from worker.deadline import RHYTHM, Watch
from worker.errors import Canceled


@dataclass
class World:
    """A function's clock and time limit, the marker, and what was reported."""

    now: float = 100.0
    deadline: float = 1000.0
    canceled: bool = False
    looks: int = 0
    reports: list[tuple[float, int]] = field(default_factory=list)

    def watch(self) -> Watch:
        return Watch(
            remaining=lambda: self.deadline - self.now,
            is_canceled=self._look,
            report=lambda fraction, images: self.reports.append((fraction, images)),
            clock=lambda: self.now,
        )

    def _look(self) -> bool:
        self.looks += 1
        return self.canceled


def test_progress_is_reported_at_most_once_in_its_rhythm() -> None:
    world = World()
    watch = world.watch()

    for step in range(101):
        world.now = 100 + step * 0.1
        watch(step / 100, step)

    assert [fraction for fraction, _ in world.reports] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert world.looks == len(world.reports)


def test_nothing_is_reported_of_what_is_done_at_once() -> None:
    world = World()
    watch = world.watch()

    watch(1.0, 10)

    assert (world.reports, world.looks) == ([], 0)


def test_a_canceled_job_stops_without_a_report() -> None:
    world = World()
    watch = world.watch()
    world.canceled = True
    world.now += RHYTHM

    with pytest.raises(Canceled):
        watch(0.5, 5)

    assert world.reports == []


@pytest.mark.parametrize(
    ("limit", "margin"), [pytest.param(900, 15, id="15 s"), pytest.param(30, 3, id="10 %")]
)
def test_work_stops_a_margin_before_the_time_is_up(limit: float, margin: float) -> None:
    world = World(deadline=100 + limit)
    watch = world.watch()

    world.now = 100 + limit - margin - 0.01
    watch(0.5, 5)
    world.now = 100 + limit - margin + 0.01
    with pytest.raises(TimedOut):
        watch(0.5, 5)
