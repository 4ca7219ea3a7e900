"""Shows the progress of a video: as bars on a terminal, otherwise as one line for each change."""

from collections.abc import Callable
from pathlib import Path
from typing import Self

from rich import progress as bars
from rich.console import Console

from local.client import Video


def in_images(count: int) -> str:
    return "1 image" if count == 1 else f"{count:,} images"


class Progress:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = bars.Progress(
            bars.TextColumn("{task.description:<12}"),
            bars.BarColumn(),
            bars.TaskProgressColumn(),
            bars.TextColumn("{task.fields[note]}", markup=False),
            bars.TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._extraction: bars.TaskID | None = None
        self._said = ""

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def uploading(self, path: Path) -> Callable[[int], None]:
        """Returns a function to call with the number of bytes sent since the last call."""
        self._say(f"Uploading {path.name}")
        task = self._bars.add_task("Uploading", total=path.stat().st_size, note=path.name)
        return lambda sent: self._bars.advance(task, sent)

    def extracting(self, video: Video) -> None:
        """Shows a state of the video."""
        if self._extraction is None:
            self._extraction = self._bars.add_task("Extracting", total=1, note="")
        done = 1 if video["status"] == "completed" else video["progress"]["fraction"]
        images = in_images(video["progress"]["images"])
        self._bars.update(self._extraction, completed=done, note=f"{video['status']}, {images}")
        self._say(f"{video['status']}: {images}, {done:.0%}")

    def _say(self, line: str) -> None:
        if not self._console.is_terminal and line != self._said:
            self._console.print(line, markup=False)
        self._said = line
