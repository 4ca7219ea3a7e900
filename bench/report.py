"""The results: as tables for people, in results.json, and in a document."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from bench.above_floor import Above
from bench.contenders import CONTENDERS, WHY_NOT
from bench.jobs import JOBS, MAX_START, MIB, Targets
from bench.machine import Machine
from bench.rounds import Measured, Ratio, Result

MARK = "<!-- `make bench` writes what follows. -->\n"
"""In the document, before the tables."""

LABELS = {
    "ours": "Stills",
    "ffmpeg": "FFmpeg 9",
    "floor": "floor",
    "system_ffmpeg": "system's ffmpeg",
    "opencv": "OpenCV",
    "decord": "decord",
    "torchcodec": "torchcodec",
}


class Results(Struct):
    """The content of results.json. `start` compares `stills probe` with importing PyAV, OpenCV and
    NumPy. `above` is in the order of `jobs`. `memory` is that of Stills on a short and on a long
    video."""

    machine: Machine
    rounds: int = 3
    start: Ratio | None = None
    jobs: list[Result] = []
    above: list[Above | None] = []
    memory: list[Result] = []


def read(path: Path, machine: Machine) -> Results:
    """The earlier results if they were measured on the same machine, otherwise empty results."""
    if path.exists():
        results = msgspec.json.decode(path.read_bytes(), type=Results)
        if results.machine == machine:
            return results
    return Results(machine)


def write(results: Results, path: Path, document: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    before, _, _ = document.read_text().partition(MARK)
    document.write_text(f"{before}{MARK}\n{tables(results)}")


def tables(results: Results) -> str:
    """All results, as Markdown."""
    return "\n".join(_parts(results))


def _parts(results: Results) -> Iterator[str]:
    yield f"{results.machine.sentence}\n"
    if results.start:
        ratio = _judged(results.start.cpu, MAX_START, ".2f")
        yield f"`stills probe` takes {ratio} of the CPU time of importing PyAV, OpenCV and NumPy.\n"
    if results.jobs:
        yield _used(results.jobs)
        yield from _left_out(results)
        yield _compared(results.jobs)
    if any(results.above):
        yield _above(results)
    if results.memory:
        yield _memory(results.memory)


def _used(jobs: Iterable[Result]) -> str:
    """A row for each job: what each contender used."""
    rows = (
        [*_name(each), *(_times(each.contenders.get(name)) for name in CONTENDERS)] for each in jobs
    )
    title = "CPU seconds / wall seconds; fewer are better"
    return _table(title, ["clip", "job", *LABELS.values()], rows)


def _left_out(results: Results) -> Iterator[str]:
    """Why a contender has no times."""
    versions = results.machine.contenders
    for name, reason in WHY_NOT.items():
        if versions.get(name) is None:
            yield f"- {LABELS[name]} was left out: {reason}."
    for each in results.jobs:
        for name, reason in each.failed.items():
            yield f"- {LABELS[name]} failed on {each.clip}: `{reason}`"
    yield ""


def _compared(jobs: Iterable[Result]) -> str:
    """A row for each job: Stills in comparison with FFmpeg and the floor, beside the targets."""
    targets = {(job.clip.name, job.name): job.targets for job in JOBS}
    headings = ["clip", "job", "CPU", "wall", "CPU / floor", "peak MB", "KB per image"]
    rows = (_ratios(each, targets.get((each.clip, each.job), Targets())) for each in jobs)
    return _table("Stills in proportion to FFmpeg 9 (and the targets)", headings, rows)


def _ratios(result: Result, targets: Targets) -> Iterator[str]:
    ours, ffmpeg = result.contenders["ours"], result.contenders["ffmpeg"]
    yield from _name(result)
    yield _judged(result.ratio.cpu if result.ratio else None, targets.cpu, ".3f")
    yield _judged(result.ratio.wall if result.ratio else None, targets.wall, ".3f")
    yield _judged(result.floor.cpu if result.floor else None, targets.floor, ".2f")
    yield _judged(ours.memory / MIB, targets.memory / MIB, ".0f")
    yield f"{ours.image_size / 1000:.0f}; FFmpeg {ffmpeg.image_size / 1000:.0f}"


def _above(results: Results) -> str:
    """A row for each job with a floor: where the time above it goes."""
    rows = (
        [*_name(job), _seconds(job.contenders["floor"].cpu), *map(_seconds, astuple(above))]
        for job, above in zip(results.jobs, results.above, strict=True)
        if above
    )
    headings = ["clip", "job", "floor", "start", "images", "rest"]
    return _table("CPU seconds of the floor, and of Stills above it", headings, rows)


def _memory(results: Iterable[Result]) -> str:
    measured = ((each, each.contenders["ours"]) for each in results)
    rows = ([*_name(each), str(ours.images), f"{ours.memory / MIB:.0f}"] for each, ours in measured)
    return _table("Peak memory of Stills", ["clip", "job", "images", "MB"], rows)


def _name(result: Result) -> list[str]:
    return [result.clip if result.videos == 1 else f"{result.videos} x {result.clip}", result.job]


def _times(measured: Measured | None) -> str:
    return f"{measured.cpu:.2f} / {measured.wall:.2f}" if measured else "-"


def _seconds(value: float) -> str:
    return f"{value:.2f}"


def _judged(value: float | None, target: float | None, how: str) -> str:
    """A value beside its target, in bold if it misses that."""
    if value is None:
        return "-"
    if target is None:
        return format(value, how)
    mark = "" if value <= target else "**"
    return f"{mark}{value:{how}}{mark} (≤ {target:g})"


def _table(title: str, headings: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """In Markdown, with columns of the same width."""
    lines = [list(headings), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    text = "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)
    return f"**{title}**\n\n{text}\n"
