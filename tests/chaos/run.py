"""Runs schedules: random ones, by their seed, and each scenario with each single fault."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import time_machine
import uuid6

from tests.chaos.calls import START
from tests.chaos.cloud import Cloud
from tests.chaos.faults import Faults, NoFaults, RandomFaults, World
from tests.chaos.production import production, seam
from tests.chaos.promises import Violation, violations_of
from tests.chaos.scheduler import Task
from tests.chaos.users import Ledger, User, live

DAY = 86_400.0
Script = Callable[[Cloud, Ledger], list[Task]]
"""Starts the people of a schedule."""


@dataclass(frozen=True)
class Result:
    """`events` is how long the story is."""

    name: str
    calls: int
    faults: int
    events: int
    violations: list[Violation]
    story: str


def run_seed(seed: int, *, reads: bool = False) -> Result:
    rng = random.Random(f"chaos {seed}")
    world = World(
        duplicates=rng.choice((0.0, 0.0, 0.1, 0.3)),
        lost_events=rng.choice((0.0, 0.0, 0.0, 0.3)),
        delay=rng.choice((0.0, 3.0, 60.0, 300.0)),
        lag=rng.choice((0.0, 1.0, 5.0)),
        switching=rng.choice((0.0, 0.3, 0.7)),
    )
    faults = RandomFaults(rng, rng.choice((0, 0, 1, 1, 2, 3)))
    return run(f"SEED={seed}", rng, world, faults, random_lives, reads=reads)


def run(
    name: str, rng: random.Random, world: World, faults: Faults, script: Script, *, reads: bool
) -> Result:
    """Runs one schedule to its end, and checks the promises."""
    production()
    uuid6._last_v7_timestamp = None
    with time_machine.travel(START, tick=False) as traveller:
        cloud, ledger = Cloud(rng, world, NoFaults()), Ledger()
        scheduler = cloud.scheduler
        scheduler.on_time = traveller.move_to
        seam.call, seam.sleep = cloud.call, scheduler.sleep
        seam.monotonic = lambda: scheduler.now
        seam.randbytes = random.Random(0).randbytes
        people = script(cloud, ledger)
        cloud.faults = faults
        while not all(person.finished for person in people):
            scheduler.run(scheduler.now + 60.0)
        cloud.settle(3 * DAY)
        violations = violations_of(cloud, ledger)
    unique = list(dict.fromkeys(violations))
    short = [Violation(v.promise, cloud.story.short(v.what)) for v in unique]
    text = cloud.story.text(reads=reads) if short or reads else ""
    return Result(name, cloud.calls, len(cloud.injected), len(cloud.story), short, text)


def random_lives(cloud: Cloud, ledger: Ledger) -> list[Task]:
    rng = cloud.random
    people = []
    for name in ("ada", "bob")[: rng.choice((1, 1, 1, 2))]:
        user = joined(cloud, ledger, name)
        for device in range(rng.choice((1, 2, 3))):
            actions = rng.choice((1, 2, 3, 4, 6))
            person = Task(f"{name}-{device}", partial(live, user, actions))
            people.append(cloud.scheduler.spawn(person))
    return people


def joined(cloud: Cloud, ledger: Ledger, name: str) -> User:
    user = User(name, cloud, ledger)
    task = cloud.scheduler.spawn(Task(name, user.join))
    while not task.finished:
        cloud.scheduler.run(cloud.scheduler.now + 1.0)
    return user
