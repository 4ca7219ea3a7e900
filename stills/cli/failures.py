"""What failed, of a command for many videos."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stills.cli.table import aligned
from stills.cli.text import printable
from stills.errors import StillsError
from stills.wording import counted


@dataclass(frozen=True)
class Failure:
    path: Path
    error: StillsError


def print_failures(failures: Sequence[Failure], total: int) -> None:
    """A table on standard error: what failed of so many videos, and why."""
    print(f"error: {len(failures):,} of {counted(total, 'video')} failed:", file=sys.stderr)
    rows = [
        (f"  {printable(str(each.path))}", each.error.code, printable(each.error.reason))
        for each in failures
    ]
    for line in aligned(rows):
        print(line, file=sys.stderr)
