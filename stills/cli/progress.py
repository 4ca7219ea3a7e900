"""The progress bar of an extraction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from stills.wording import counted


@contextmanager
def progress_bar() -> Iterator[Callable[[float, int], None]]:
    """Shows a bar on standard error, and removes it at the end."""
    bar = Progress(
        TextColumn("Extracting"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[images]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=1.0, images=counted(0, "image"))

    def update(fraction: float, images: int) -> None:
        bar.update(task, completed=fraction, images=counted(images, "image"))

    with bar:
        yield update
