"""Facts as a table on the terminal."""

from rich.console import Console
from rich.text import Text

from stills.cli.text import printable


def print_facts(title: str, facts: dict[str, str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(printable(title), "bold"))
    width = max(map(len, facts))
    for name, fact in facts.items():
        console.print(Text.assemble((f"  {name:<{width}}", "dim"), f"   {fact}"))
