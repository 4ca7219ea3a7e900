"""Bars on standard error: one for each file, for what is sent, done and received."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from stills.cli.text import has_terminal, printable


class Bar(Protocol):
    def to(self, doing: str, done: float, total: float | None = None) -> None:
        """Shows what is being done, and how much of it is."""

    def add(self, count: float) -> None: ...


class Bars(Protocol):
    def bar(self, name: str) -> Bar: ...


class _Quiet:
    """Without a terminal, nothing is shown."""

    def bar(self, name: str) -> Bar:
        return self

    def to(self, doing: str, done: float, total: float | None = None) -> None:
        pass

    def add(self, count: float) -> None:
        pass


@contextmanager
def bars() -> Iterator[Bars]:
    if not has_terminal():
        yield _Quiet()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[doing]}", markup=False),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(compact=True),
    )
    shown = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # what is written to a file is not for the terminal
    )
    with shown as progress:

        class Shown:
            def __init__(self, name: str) -> None:
                self._task = progress.add_task(printable(name), total=None, doing="")

            def to(self, doing: str, done: float, total: float | None = None) -> None:
                progress.update(self._task, doing=doing, completed=done, total=total)

            def add(self, count: float) -> None:
                progress.advance(self._task, count)

        class All:
            def bar(self, name: str) -> Bar:
                return Shown(name)

        yield All()
