"""The table of results, and results.json."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.table import Table

from bench.contenders import CONTENDERS
from bench.jobs import MIB, Job, Targets
from bench.machine import Machine
from bench.rounds import Measured, Result


class Results(Struct):
    """The content of results.json. `memory` is that of Stills on a short and on a long video."""

    machine: Machine
    rounds: int = 3
    jobs: list[Result] = []
    memory: list[Result] = []


def read(path: Path, machine: Machine) -> Results:
    """The earlier results if they were measured on the same machine, otherwise empty results."""
    if path.exists():
        results = msgspec.json.decode(path.read_bytes(), type=Results)
        if results.machine == machine:
            return results
    return Results(machine)


def write(results: Results, path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")


def job_table(jobs: Iterable[Job], results: Iterable[Result]) -> Table:
    """A row for each job: what each contender used, and the ratios of Stills to ffmpeg with their
    targets."""
    table = Table(title="CPU s / wall s / peak MB / KB per image")
    for heading in ("clip", "job", *CONTENDERS, "CPU ratio", "wall ratio", "MB"):
        table.add_column(heading, justify="left" if heading in ("clip", "job") else "right")
    for job, result in zip(jobs, results, strict=True):
        table.add_row(
            result.clip,
            result.job,
            *(_usage(result.contenders.get(name)) for name in CONTENDERS),
            *_against(result, job.targets),
        )
    return table


def memory_table(results: Iterable[Result]) -> Table:
    table = Table(title="Peak memory of Stills")
    for heading in ("clip", "job", "images", "MB"):
        table.add_column(heading, justify="left" if heading in ("clip", "job") else "right")
    for result in results:
        measured = result.contenders["ours"]
        table.add_row(result.clip, result.job, str(measured.images), f"{measured.memory / MIB:.0f}")
    return table


def _usage(measured: Measured | None) -> str:
    if measured is None:
        return "-"
    memory, size = measured.memory / MIB, measured.image_size / 1000
    return f"{measured.cpu:.1f} / {measured.wall:.1f} / {memory:.0f} / {size:.0f}"


def _against(result: Result, targets: Targets) -> Iterable[str]:
    if result.ratio:
        yield _judged(result.ratio.cpu, targets.cpu, ".3f")
        yield _judged(result.ratio.wall, targets.wall, ".3f")
    yield _judged(result.contenders["ours"].memory / MIB, targets.memory / MIB, ".0f")


def _judged(value: float, target: float | None, how: str) -> str:
    if target is None:
        return format(value, how)
    color = "green" if value <= target else "red"
    return f"[{color}]{value:{how}}[/] (≤ {target:g})"
