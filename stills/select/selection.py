"""The frame for each sample time: the one on screen, or the sharpest until the next sample time."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.image.measure import sharpness
from stills.image.pixels import to_gray
from stills.planning.sample_times import Listed, SampleTimes
from stills.threads import in_parallel


class Selected(NamedTuple):
    """A sample time, in microseconds, and the frame that was selected for it."""

    sample_time: int
    frame: Frame


def at_sample_times(frames: Iterable[Frame], samples: SampleTimes) -> Iterator[Selected]:
    """Yields the frame on screen at each sample time: the last that is not after it.

    A frame that is on screen at several sample times is selected once, for the first of them. For
    the end see `SampleTimes.until`. `frames` may
    start over: what was yielded is not repeated.
    """
    sample = samples.first_from(0)
    shown: Frame | None = None
    for frame in frames:
        if sample is None:
            return
        if shown is not None and shown.time <= sample < frame.time:
            yield Selected(sample, shown)
            sample = samples.first_from(frame.time)
        shown = frame
    if sample is None or shown is None:
        return
    if sample < samples.until(shown.time, shown.duration):
        yield Selected(sample, shown)


def sharpest(
    frames: Iterable[Frame], samples: SampleTimes, shape: Geometry = AS_CODED
) -> Iterator[Selected]:
    """Yields the sharpest of the frames from each sample time until the next one, or until the end.
    If no frame begins in that time, the one on screen, unless it was selected already.

    The sample times are later than what was asked for, but the frame of that time is among those
    from it on."""
    sample, late = samples.first_from(0), samples.lateness
    best: tuple[float, Frame] | None = None
    shown: Frame | None = None
    selected_until = -1
    for value, frame in measured(frames, shape):
        if sample is None or (samples.end is not None and frame.time > samples.end):
            break
        while (until := samples.first_from(sample + 1)) is not None and until - late <= frame.time:
            selected = best[1] if best else shown
            if selected is not None and selected.time > selected_until:
                yield Selected(sample, selected)
                selected_until = selected.time
            sample, best = until, None
        if sample - late <= frame.time and (best is None or value > best[0]):
            best = value, frame
        shown = frame
    if sample is not None and best is not None:
        yield Selected(sample, best[1])


def sharpest_near(
    frames: Iterable[Frame],
    samples: Listed,
    spans: Sequence[tuple[int, int]],
    shape: Geometry = AS_CODED,
) -> Iterator[Selected]:
    """Yields the sharpest of the frames in the span around each time. If none begins in it, the one
    on screen at the time, unless it was selected already. For the end see `SampleTimes.until`."""
    waiting = deque(zip(samples.times, spans, strict=True))
    best: tuple[float, Frame] | None = None
    shown: Frame | None = None
    selected_until = -1

    def selected() -> Iterator[Selected]:
        nonlocal best, selected_until
        (time, _), frame = waiting.popleft(), best[1] if best else shown
        best = None
        if frame is not None and frame.time > selected_until:
            selected_until = frame.time
            yield Selected(time, frame)

    for value, frame in measured(frames, shape):
        while waiting and frame.time >= waiting[0][1][1]:
            yield from selected()
        if not waiting:
            return
        if frame.time >= waiting[0][1][0] and (best is None or value > best[0]):
            best = value, frame
        shown = frame
    while waiting and shown and waiting[0][0] < samples.until(shown.time, shown.duration):
        yield from selected()


def each_nth(frames: Iterable[Frame], nth: int, start: int, end: int | None) -> Iterator[Selected]:
    """Yields the first frame from `start` on, and each nth frame after it up to `end`."""
    between = within(frames, start, end)
    return (selected for number, selected in enumerate(between) if number % nth == 0)


def within(frames: Iterable[Frame], start: int, end: int | None) -> Iterator[Selected]:
    """Yields the frames from `start` up to `end`. The sample time of each is its own time."""
    for frame in frames:
        if end is not None and frame.time > end:
            return
        if frame.time >= start:
            yield Selected(frame.time, frame)


def measured(frames: Iterable[Frame], shape: Geometry) -> Iterator[tuple[float, Frame]]:
    """Each frame with its sharpness."""
    return in_parallel(partial(_with_sharpness, shape), frames, Frame.work_size)


def _with_sharpness(shape: Geometry, frame: Frame) -> tuple[float, Frame]:
    return sharpness(to_gray(frame.picture, shape)), frame
