"""The frame on screen at each wanted time."""

from collections.abc import Iterable, Iterator

from worker.engine.moments import Moments
from worker.engine.source import Frame


def on_screen(frames: Iterable[Frame], moments: Moments) -> Iterator[tuple[int, Frame]]:
    """Yields (wanted time, the last frame whose time is not after it), in order of time.

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
