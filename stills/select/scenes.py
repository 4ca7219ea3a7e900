"""Finds cuts: frames that differ from those before, in proportion to the contrast of the scenes,
and more than frames nearby do, as in fast motion (ADR 20)."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise, repeat

from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.select.gradual import GradualChanges, with_changes
from stills.select.small import Small, correlation, difference, distance, reduced
from stills.threads import in_parallel

MIN_SCENE = 400_000
"""Microseconds. A flash is not a scene."""

REACH = 2
"""How many frames before and after a cut are compared with it."""

CLEAR, MAX_CORRELATION = 0.4, 0.5
"""A smaller difference of pictures with more correlation is that of a camera that shakes."""

MIN_RATIO = 2.0
"""How many times as much as the frames nearby a frame must differ from the one before."""


def cuts(frames: Iterable[Frame], threshold: float, shape: Geometry = AS_CODED) -> list[int]:
    """The times of the frames that begin a scene, except the first. `threshold` is how much frames
    must differ at a cut: 0 for the same picture, about 0.5 for unrelated ones; `shape` says which
    part of the frames counts."""
    found: list[int] = []
    gradual = GradualChanges(threshold)
    last = 0
    window: deque[Small] = deque(maxlen=2 * REACH + 2)
    for small in _padded(in_parallel(partial(reduced, shape), frames, Frame.work_size)):
        window.append(small)
        gradual.add(small)
        if len(window) < 2 * REACH + 2:
            continue
        time = window[REACH + 1].time
        if time - last >= MIN_SCENE and _is_cut(window, threshold):
            found.append(time)
            last = time
    return _apart(with_changes(found, gradual.changes()))


def _apart(times: list[int]) -> list[int]:
    """Without what follows too soon: parts of a long change are found one after the other."""
    kept: list[int] = []
    for time in times:
        if time - (kept[-1] if kept else 0) >= MIN_SCENE:
            kept.append(time)
    return kept


def _is_cut(window: deque[Small], threshold: float) -> bool:
    """Whether the second half of the window is another scene than the first. After a flash, the
    scene before it returns, so both sides of a cut are also compared with what is farther away."""
    before, after = window[REACH], window[REACH + 1]
    pairs = (before, after), (before, window[-1]), (window[0], after)
    if not all(difference(*pair) >= threshold for pair in pairs):
        return False
    nearby = [
        distance(one, other)
        for one, other in pairwise(window)
        if one is not other and one is not before
    ]
    step = distance(before, after)
    if difference(before, after) < CLEAR and correlation(before, after) > MAX_CORRELATION:
        return False
    return step > 0 and step * len(nearby) >= MIN_RATIO * sum(nearby)


def _padded(smalls: Iterator[Small]) -> Iterator[Small]:
    """With the first and the last repeated, so that the window reaches over the ends."""
    last = next(smalls, None)
    if last is None:
        return
    yield from repeat(last, REACH + 2)
    for last in smalls:
        yield last
    yield from repeat(last, REACH)
