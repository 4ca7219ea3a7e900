"""`python -m tests.chaos [--schedules N] [--single-faults M] [--seed SEED] [--reads]`

Runs N random schedules and each scenario with each single fault, or with M of all of these. Shows
the shortest story of every kind of violation. With a seed, runs that schedule alone and shows its
story. Ends with the status 1 if a promise was broken.
"""

import argparse
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.chaos.production import production
from tests.chaos.run import Result, run_seed
from tests.chaos.scenarios import SCENARIOS, run_scenario, single_faults


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first schedule")
    parser.add_argument("--reads", action="store_true", help="show calls that only read, too")
    parser.add_argument("--until-broken", action="store_true", help="stop at the first violation")
    parser.add_argument("--single-faults", type=int, help="how many; all by default")
    arguments = parser.parse_args()
    if arguments.seed is not None:
        return _show([run_seed(arguments.seed, reads=arguments.reads)], with_story=True)
    jobs: list[tuple[Any, ...]] = [
        ("seed", arguments.first + n) for n in range(arguments.schedules)
    ]
    production()  # loaded once, before the processes fork
    gc.freeze()
    context = multiprocessing.get_context("fork")
    with context.Pool(os.cpu_count(), initializer=gc.disable) as pool:
        if arguments.single_faults != 0:
            found = pool.map(_single_faults, range(len(SCENARIOS)))
            every = [("scenario", *each) for faults in found for each in faults]
            step = max(1, len(every) // (arguments.single_faults or len(every)))
            jobs += every[::step]
        results: Iterator[Result] = pool.imap_unordered(_run, jobs, chunksize=10)
        if arguments.until_broken:
            results = _until_broken(results)
        return _show(results, with_story=False)


def _until_broken(results: Iterator[Result]) -> Iterator[Result]:
    for result in results:
        yield result
        if result.violations:
            return


def _single_faults(number: int) -> list[tuple[int, int, str]]:
    return list(single_faults(number))


def _run(job: tuple[Any, ...]) -> Result:
    kind, *arguments = job
    result = run_seed(*arguments) if kind == "seed" else run_scenario(*arguments)
    if result.events % 16 == 0:  # the collector is off, because it takes much of the time
        gc.collect()
    return result


def _show(results: Any, *, with_story: bool) -> int:
    """Prints the violations by kind, each with its shortest story, and the totals."""
    started = time.perf_counter()
    schedules = calls = faults = violations = 0
    kinds: dict[str, tuple[int, Result]] = {}  # how often, and the shortest
    for result in results:
        schedules, calls, faults = schedules + 1, calls + result.calls, faults + result.faults
        violations += len(result.violations)
        for promise in {violation.promise for violation in result.violations}:
            count, shortest = kinds.get(promise, (0, result))
            kinds[promise] = count + 1, min(shortest, result, key=lambda each: each.events)
        if with_story:
            print(result.story)
    for promise, (count, shortest) in sorted(kinds.items()):
        _show_kind(promise, count, shortest, with_story=not with_story)
    rate = schedules / (time.perf_counter() - started) * 60
    print(
        f"{schedules} schedules, {calls} calls, {faults} faults, {violations} violations"
        f" ({rate:.0f} schedules a minute)"
    )
    return 1 if violations else 0


def _show_kind(promise: str, count: int, result: Result, *, with_story: bool) -> None:
    print(f"\n=== {promise}: broken in {count} schedules; the shortest is {result.name}")
    if with_story:
        print(result.story)
    for violation in result.violations:
        if violation.promise == promise:
            print(f"    {violation.what}")


if __name__ == "__main__":
    sys.exit(main())
