"""`make image`: builds the worker's image and shows what takes the space."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from local.container.image import build

SHOWN = 10
MEGABYTE = 1_000_000


def show_image(console: Console) -> None:
    """Raises DeploymentError."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    image = build(version, console.print)
    task = image.files / image.working_directory.lstrip("/")
    sizes = {"(base)": _size(image.files) - _size(task)}
    sizes |= {child.name: _size(child) for child in task.iterdir()}
    largest = sorted(sizes, key=lambda name: -sizes[name])
    table = Table("Part", "MB", box=None)
    table.columns[1].justify = "right"
    for name in largest[:SHOWN]:
        table.add_row(name, f"{sizes[name] / MEGABYTE:.0f}")
    table.add_row("(others)", f"{sum(sizes[name] for name in largest[SHOWN:]) / MEGABYTE:.0f}")
    table.add_row("all", f"{sum(sizes.values()) / MEGABYTE:.0f}")
    console.print(f"{image.files}: {' '.join(image.command)}", markup=False)
    console.print(table)


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a directory; a link counts as nothing."""
    if path.is_symlink():
        return 0
    if path.is_dir():
        return sum(map(_size, path.iterdir()))
    return path.stat().st_size
