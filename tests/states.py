"""`python -m tests.states` draws the table of transitions into docs/states.md."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "states.md"
sys.path.insert(1, str(ROOT / "chalice_app"))

from chalicelib.videos.status import StoredStatus  # noqa: E402
from chalicelib.videos.transitions import OWED, PATIENCE, TRANSITIONS, Transition  # noqa: E402

GENERATED = re.compile(r"(<!-- generated -->\n).*?(<!-- end -->)", re.DOTALL)


def page() -> str:
    """The page, with the table as it is now."""
    parts = iter((_drawing(), _events(), _statuses()))
    return GENERATED.sub(lambda found: found[1] + next(parts) + found[2], PAGE.read_text())


def _drawing() -> str:
    """One arrow for each pair of statuses, except to `deleted`, where all lead."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for event, transition in TRANSITIONS.items():
        for source in sorted(transition.sources):
            if transition.to != "deleted":
                arrows.setdefault((source, transition.to), []).append(_words(event))
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> awaiting_upload: registered"]
    lines += [f"    {a} --> {b}: {', '.join(events)}" for (a, b), events in arrows.items()]
    return "\n".join([*lines, "```", ""])


def _events() -> str:
    return _table(
        ("event", "from", "to", "if", "then"),
        ((_words(event), *_cells(each)) for event, each in TRANSITIONS.items()),
    )


def _cells(transition: Transition) -> tuple[str, ...]:
    effects = ", ".join(_words(effect) for effect in transition.effects)
    return _codes(transition.sources), f"`{transition.to}`", transition.guard, effects


def _statuses() -> str:
    rows = []
    for status, patience in PATIENCE.items():
        owed = ", ".join(_words(effect) for effect in OWED.get(status, ()))
        rows.append((f"`{status}`", str(patience), owed))
    return _table(("status", "the sweep looks after", "owed"), iter(rows))


def _table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _codes(statuses: frozenset[StoredStatus]) -> str:
    return ", ".join(f"`{status}`" for status in sorted(statuses))


def _words(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page())
