"""The frame for each wanted time: the one on screen, or the sharpest until the next."""

from collections.abc import Iterable, Iterator

from stills.demux.video import Frame
from stills.image.measure import sharpness
from stills.planning.sample_times import Moments
from stills.threads import in_parallel

Choice = tuple[int, Frame]
"""A wanted time, and the frame for it."""


def on_screen(frames: Iterable[Frame], moments: Moments) -> Iterator[Choice]:
    """Yields the last frame that is not after each wanted time, in order of time.

    A frame that several wanted times fall on comes once, with the first of them; wanted times
    after the last frame yield nothing. `frames` may start over: what was yielded is not repeated.
    """
    wanted = moments.first_from(0)
    shown: Frame | None = None
    for frame in frames:
        if wanted is None:
            return
        if shown is not None and shown.time <= wanted < frame.time:
            yield wanted, shown
            wanted = moments.first_from(frame.time)
        shown = frame
    if shown is not None and wanted == shown.time:
        yield wanted, shown


def sharpest(frames: Iterable[Frame], moments: Moments) -> Iterator[Choice]:
    """Yields the sharpest of the frames from each wanted time until the next, or until the end;
    where none begins in that time, the one on screen, unless it came before."""
    wanted = moments.first_from(0)
    best: tuple[float, Frame] | None = None
    shown: Frame | None = None
    taken = -1
    for value, frame in in_parallel(_with_sharpness, frames):
        if wanted is None or (moments.end is not None and frame.time > moments.end):
            break
        while (until := moments.first_from(wanted + 1)) is not None and until <= frame.time:
            chosen = best[1] if best else shown
            if chosen is not None and chosen.time > taken:
                yield wanted, chosen
                taken = chosen.time
            wanted, best = until, None
        if wanted <= frame.time and (best is None or value > best[0]):
            best = value, frame
        shown = frame
    if wanted is not None and best is not None:
        yield wanted, best[1]


def each_nth(frames: Iterable[Frame], nth: int, start: int, end: int | None) -> Iterator[Choice]:
    """Yields the first frame from `start` on, and each nth after it up to `end`."""
    between = within(frames, start, end)
    return (choice for number, choice in enumerate(between) if number % nth == 0)


def within(frames: Iterable[Frame], start: int, end: int | None) -> Iterator[Choice]:
    """Yields the frames from `start` up to `end`, each wanted at its own time."""
    for frame in frames:
        if end is not None and frame.time > end:
            return
        if frame.time >= start:
            yield frame.time, frame


def _with_sharpness(frame: Frame) -> tuple[float, Frame]:
    return sharpness(frame.picture.reformat(format="gray").to_ndarray()), frame
