"""The progress bar of an extraction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar() -> Iterator[Callable[[float, int], None]]:
    """On standard error, and gone in the end."""
    bar = Progress(
        TextColumn("Extracting"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[images]} images"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=1.0, images=0)
    with bar:
        yield lambda fraction, images: bar.update(task, completed=fraction, images=images)
