"""The table: for each kind of footage, recall and precision of each detector."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from bench.scenes import detectors
from bench.scenes.footage import KINDS, Cut, make

SEEDS = range(3)
TOLERANCE = 1
"""Frames by which what was found may be beside a cut."""

DOCUMENT = Path("docs/adr/0020-duplicates-and-cuts.md")
PLACE = re.compile(r"(?<=<!-- scenes -->\n).*?(?=<!-- end of scenes -->)", re.DOTALL)


def show(console: Console) -> int:
    """Prints the table, writes it to DOCUMENT, and returns the exit status."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            with console.status(kind.name):
                paths = [Path(folder, f"{kind.name}-{seed}.mp4") for seed in SEEDS]
                known = [make(kind, seed, path) for seed, path in zip(SEEDS, paths, strict=True)]
                found = {"ours": detectors.ours(paths)} | (detectors.pyscenedetect(paths) or {})
                rows.append((kind.name, known, found))
    if len(rows[0][2]) == 1:
        console.print("error: PySceneDetect is missing: `make bench` installs it.")
        return 2
    table = "\n".join(_lines(rows))
    print(table)
    DOCUMENT.write_text(PLACE.sub(lambda _: f"{table}\n", DOCUMENT.read_text()))
    return 0


def _lines(
    rows: Sequence[tuple[str, list[list[Cut]], dict[str, list[list[int]]]]],
) -> Iterator[str]:
    names = list(rows[0][2])
    yield f"| | cuts | {' | '.join(names)} |"
    yield "|---" * (len(names) + 2) + "|"
    for kind, known, found in rows:
        scores = (_score(known, each) for each in found.values())
        yield f"| {kind} | {sum(map(len, known))} | {' | '.join(scores)} |"


def _score(known: Sequence[Sequence[Cut]], found: Sequence[Sequence[int]]) -> str:
    """Recall and precision."""
    pairs = list(zip(known, found, strict=True))
    right = sum(matches(cuts, frames) for cuts, frames in pairs)
    there, said = sum(map(len, known)), sum(map(len, found))
    precision = f"{right / said:.0%}" if said else "-"
    return f"{right / there:.0%} / {precision}"


def matches(cuts: Sequence[Cut], frames: Sequence[int]) -> int:
    """How many of the cuts were found, each by a frame of its own."""
    left = sorted(frames)
    count = 0
    for first, last in cuts:
        near = [each for each in left if first - TOLERANCE <= each <= last + TOLERANCE]
        if near:
            left.remove(near[0])
            count += 1
    return count
