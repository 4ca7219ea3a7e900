"""`make bench`: compares Stills with FFmpeg 9 and others."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bench import cold_starts, contenders, report
from bench.above_floor import IMPORTS, above_floor, probe
from bench.contenders import CONTENDERS, NEEDED
from bench.duplicates import report as duplicates
from bench.hdr import report as hdr
from bench.jobs import H264_JOBS, JOBS, SHORT_AND_LONG, Job
from bench.machine import this_machine
from bench.report import Results
from bench.rounds import compare, measure, measure_memory
from bench.scenes import report as scenes

FOLDER = Path(".stills/bench")
RESULTS = Path(__file__).with_name("results.json")
DOCUMENT = Path("docs/speed.md")
PARTS = "speed", "memory", "hdr", "duplicates", "scenes", "cold"
STARTS = 15


def main() -> int:
    arguments = _arguments()
    console = Console()
    if arguments.part == "cold":
        return cold_starts.show(console)
    if arguments.part == "duplicates":
        return duplicates.show(console)
    if arguments.part == "scenes":
        return scenes.show(console)
    if arguments.part == "hdr":
        return hdr.show(console, FOLDER)
    if problem := contenders.missing():
        console.print(f"error: {problem}")
        return 2
    machine = this_machine()
    if arguments.quick:
        results = Results(machine, rounds=1)
        _measure_speed(console, results, H264_JOBS)
    else:
        results = report.read(RESULTS, machine)
        if arguments.part in (None, "speed"):
            _measure_speed(console, results, JOBS)
        if arguments.part in (None, "memory"):
            _measure_memory(console, results)
        report.write(results, RESULTS, DOCUMENT)
    print(report.tables(results))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "part",
        nargs="?",
        choices=PARTS,
        help="measure only this; cold is what functions import, the others compare pictures",
    )
    parser.add_argument(
        "--quick", action="store_true", help="measure only H.264, once, and do not save the results"
    )
    return parser.parse_args()


def _measure_speed(console: Console, results: Results, jobs: Sequence[Job]) -> None:
    there = NEEDED.union(name for name, version in results.machine.contenders.items() if version)
    taking_part = {name: each for name, each in CONTENDERS.items() if name in there}
    with console.status("start"):
        results.start = compare(probe(FOLDER), IMPORTS, STARTS)
    results.jobs, results.above = [], []
    for job in jobs:
        with console.status(f"{job.clip.name}: {job.name}"):
            result = measure(job, FOLDER, results.rounds, taking_part)
            results.jobs.append(result)
            results.above.append(above_floor(job, result, FOLDER))


def _measure_memory(console: Console, results: Results) -> None:
    results.memory = []
    for job in SHORT_AND_LONG:
        with console.status(f"{job.clip.name}: memory"):
            results.memory.append(measure_memory(job, FOLDER))


if __name__ == "__main__":
    raise SystemExit(main())
