"""`make bench`: compares Stills, ffmpeg and OpenCV."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from bench import contenders, report
from bench.duplicates import report as duplicates
from bench.hdr import report as hdr
from bench.jobs import H264_JOBS, JOBS, SHORT_AND_LONG, Job
from bench.machine import this_machine
from bench.rounds import Result, measure, measure_memory

FOLDER = Path(".stills/bench")
RESULTS = Path(__file__).with_name("results.json")
PARTS = "speed", "memory", "hdr", "duplicates"


def main() -> int:
    arguments = _arguments()
    console = Console()
    if arguments.part == "duplicates":
        return duplicates.show(console)
    if problem := contenders.missing():
        console.print(f"error: {problem}")
        return 2
    if arguments.part == "hdr":
        return hdr.show(console, FOLDER)
    results = report.read(RESULTS, this_machine())
    console.print(results.machine)
    if arguments.quick:
        console.print(report.job_table(H264_JOBS, list(_measured(console, H264_JOBS, 1))))
        return 0
    if arguments.part in (None, "speed"):
        results.jobs = list(_measured(console, JOBS, results.rounds))
        console.print(report.job_table(JOBS, results.jobs))
        report.write(results, RESULTS)
    if arguments.part in (None, "memory"):
        results.memory = list(_memory_measured(console))
        console.print(report.memory_table(results.memory))
        report.write(results, RESULTS)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "part",
        nargs="?",
        choices=PARTS,
        help="measure only this; hdr and duplicates compare pictures",
    )
    parser.add_argument(
        "--quick", action="store_true", help="measure only H.264, once, and do not save the results"
    )
    return parser.parse_args()


def _measured(console: Console, jobs: Sequence[Job], rounds: int) -> Iterator[Result]:
    for job in jobs:
        with console.status(f"{job.clip.name}: {job.name}"):
            yield measure(job, FOLDER, rounds)


def _memory_measured(console: Console) -> Iterator[Result]:
    for job in SHORT_AND_LONG:
        with console.status(f"{job.clip.name}: memory"):
            yield measure_memory(job, FOLDER)


if __name__ == "__main__":
    raise SystemExit(main())
