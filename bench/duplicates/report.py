"""The table: for each kind of pairs, the share that each measure judges as their label says."""

from collections import defaultdict

from rich.console import Console
from rich.table import Table

from bench.duplicates.measures import MEASURES
from bench.duplicates.pairs import KINDS, pairs

Judged = list[tuple[str, bool, float]]
"""Of each pair the kind, whether it is a duplicate, and what was measured."""


def show(console: Console) -> int:
    """Prints the table, and returns the exit status."""
    judged: dict[str, Judged] = defaultdict(list)
    with console.status("comparing pairs"):
        for pair in pairs():
            for name, (measure, _) in MEASURES.items():
                value = measure(pair.one, pair.other)
                judged[name].append((pair.kind, pair.is_duplicate, value))
    console.print(_table(judged))
    return 0


def _table(judged: dict[str, Judged]) -> Table:
    table = Table(title="pairs that are judged as labeled", caption="each measure at its threshold")
    table.add_column("", no_wrap=True)
    for name in judged:
        table.add_column(name, justify="right")
    thresholds = {
        name: best_threshold(pairs) if MEASURES[name][1] is None else MEASURES[name][1]
        for name, pairs in judged.items()
    }
    table.add_row("threshold", *(f"{threshold:.2g}" for threshold in thresholds.values()))
    for title, kinds in {
        **{kind: {kind} for kind, _, _ in KINDS},
        "all duplicates": {kind for kind, is_duplicate, _ in KINDS if is_duplicate},
        "all others": {kind for kind, is_duplicate, _ in KINDS if not is_duplicate},
    }.items():
        shares = (
            _right([each for each in pairs if each[0] in kinds], thresholds[name] or 0)
            for name, pairs in judged.items()
        )
        table.add_row(title, *(f"{share:.0%}" for share in shares))
    return table


def best_threshold(judged: Judged) -> float:
    """The one with the highest mean of the shares of duplicates and of others judged rightly."""
    duplicates = [each for each in judged if each[1]]
    others = [each for each in judged if not each[1]]
    return max(
        sorted({value for _, _, value in judged}),
        key=lambda threshold: _right(duplicates, threshold) + _right(others, threshold),
    )


def _right(judged: Judged, threshold: float) -> float:
    return sum((value <= threshold) == label for _, label, value in judged) / len(judged)
