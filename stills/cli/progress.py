"""The progress bars of an extraction, on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from stills.cli.rate import Rate
from stills.cli.text import printable
from stills.manifest import Source
from stills.options import ExtractionOptions
from stills.planning.span import Span

BAR_WIDTH = 20
"""So that a line has room for the rate on a terminal of 80 columns."""


class Bar:
    """The bar of one extraction, with its rate and the time that is left. It is called with the
    fraction that is done and the number of images; `also` learns the fraction, too."""

    def __init__(
        self,
        bars: Progress,
        name: str,
        options: ExtractionOptions,
        also: Callable[[float], None] = lambda fraction: None,
    ) -> None:
        self._bars = bars
        self._options = options
        self._also = also
        self._rate = Rate()
        self.task = bars.add_task(name, total=1.0, detail=self._rate.words(0, 0))

    def opened(self, source: Source) -> None:
        """Learns how long the video is, for the rate."""
        self._rate.seconds = Span.of(self._options, source.duration).seconds

    def __call__(self, fraction: float, images: int) -> None:
        detail = self._rate.words(fraction, images)
        self._bars.update(self.task, completed=fraction, detail=detail)
        self._also(fraction)


@contextmanager
def progress_bar(options: ExtractionOptions) -> Iterator[Bar]:
    """Shows a bar for one video, and removes it at the end."""
    with _bars() as bars:
        yield Bar(bars, "Extracting", options)


class ProgressBars:
    """A bar for all videos, and below it one for the video that is being extracted."""

    def __init__(self, bars: Progress, videos: int, options: ExtractionOptions) -> None:
        self._bars = bars
        self._videos = videos
        self._options = options
        self._done = 0
        self._all = bars.add_task("All videos", total=videos, detail=f"0 of {videos:,}")

    @contextmanager
    def video(self, name: str) -> Iterator[Bar]:
        bar = Bar(self._bars, printable(name), self._options, self._update_all)
        try:
            yield bar
        finally:
            self._bars.remove_task(bar.task)
            self._done += 1
            detail = f"{self._done:,} of {self._videos:,}"
            self._bars.update(self._all, completed=self._done, detail=detail)

    def _update_all(self, fraction: float) -> None:
        self._bars.update(self._all, completed=self._done + fraction)


@contextmanager
def progress_bars(videos: int, options: ExtractionOptions) -> Iterator[ProgressBars]:
    """Shows the bars for so many videos, and removes them at the end."""
    with _bars() as bars:
        yield ProgressBars(bars, videos, options)


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(BAR_WIDTH),
        TaskProgressColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # what is written to a file is not for the terminal
    )
