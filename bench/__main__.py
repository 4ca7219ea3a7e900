"""`make bench`: ours, ffmpeg and OpenCV side by side; ARGS="--quick" for a short run."""

import argparse
from pathlib import Path

from rich.console import Console

from bench import contenders, report
from bench.jobs import H264_JOBS, OTHER_JOBS, SHORT_AND_LONG
from bench.machine import this_machine
from bench.rounds import measure, measure_memory

FOLDER = Path(".stills/bench")
RESULTS = Path(__file__).with_name("results.json")
ROUNDS = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="H.264 only, once, written nowhere")
    quick = parser.parse_args().quick
    console = Console(width=None)
    if wanting := contenders.missing():
        console.print(f"error: {wanting}")
        return 2
    jobs = H264_JOBS if quick else (*H264_JOBS, *OTHER_JOBS)
    rounds = 1 if quick else ROUNDS
    measured = []
    for job in jobs:
        with console.status(f"{job.clip.name}: {job.name}"):
            measured.append(measure(job, FOLDER, rounds))
    memory = []
    for clip in () if quick else SHORT_AND_LONG:
        with console.status(f"{clip.name}: memory"):
            memory.append(measure_memory(clip, FOLDER))
    machine = this_machine()
    console.print(machine)
    console.print(report.job_table(jobs, measured))
    if not quick:
        console.print(report.memory_table(memory))
        report.write(report.Results(machine, rounds, measured, memory), RESULTS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
