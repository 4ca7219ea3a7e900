"""Tables in plain text."""

from collections.abc import Iterable, Mapping, Sequence

from stills.cli.text import printable


def print_table(title: str, rows: Mapping[str, str]) -> None:
    print(printable(title))
    for line in aligned([(f"  {name}", printable(value)) for name, value in rows.items()]):
        print(line)


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """The rows as lines, in which the columns are three spaces apart."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "   ".join(map(str.ljust, row, widths)).rstrip()
