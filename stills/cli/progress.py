"""The progress bars of an extraction, on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from stills.cli.text import printable
from stills.wording import counted


@contextmanager
def progress_bar() -> Iterator[Callable[[float, int], None]]:
    """Shows a bar for one video, and removes it at the end."""
    with _bars() as bars:
        task = bars.add_task("Extracting", total=1.0, detail=counted(0, "image"))
        yield _updater(bars, task)


class ProgressBars:
    """A bar for all videos, and below it one for the video that is being extracted."""

    def __init__(self, bars: Progress, videos: int) -> None:
        self._bars = bars
        self._videos = videos
        self._done = 0
        self._all = bars.add_task("All videos", total=videos, detail=f"0 of {videos:,}")

    @contextmanager
    def video(self, name: str) -> Iterator[Callable[[float, int], None]]:
        task = self._bars.add_task(printable(name), total=1.0, detail=counted(0, "image"))
        update = _updater(self._bars, task)

        def update_both(fraction: float, images: int) -> None:
            update(fraction, images)
            self._bars.update(self._all, completed=self._done + fraction)

        try:
            yield update_both
        finally:
            self._bars.remove_task(task)
            self._done += 1
            detail = f"{self._done:,} of {self._videos:,}"
            self._bars.update(self._all, completed=self._done, detail=detail)


@contextmanager
def progress_bars(videos: int) -> Iterator[ProgressBars]:
    """Shows the bars for so many videos, and removes them at the end."""
    with _bars() as bars:
        yield ProgressBars(bars, videos)


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # what is written to a file is not for the terminal
    )


def _updater(bars: Progress, task: TaskID) -> Callable[[float, int], None]:
    def update(fraction: float, images: int) -> None:
        bars.update(task, completed=fraction, detail=counted(images, "image"))

    return update
