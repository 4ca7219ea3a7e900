"""A table on the terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from stills.cli.text import printable


def print_table(title: str, rows: Mapping[str, str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(printable(title), "bold"))
    width = max(map(len, rows))
    for name, value in rows.items():
        console.print(Text.assemble((f"  {name:<{width}}", "dim"), f"   {value}"))
