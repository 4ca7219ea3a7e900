"""Sample times: the times of a video at which images are wanted, in microseconds."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from stills.options import ExtractionOptions
from stills.syntax import exact
from stills.timing import MICROSECONDS, from_seconds, rounded

CHAPTER_TOLERANCE = 501
"""Microseconds: half a millisecond, and one by rounding to microseconds."""


class SampleTimes(Protocol):
    """Times between `start` and `end`. They need not be finite: where a video ends is unknown until
    its last packet is read. All are later by `lateness` than what was asked for."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int | None: ...

    @property
    def lateness(self) -> int: ...

    def until(self, last: int, duration: int) -> int:
        """Up to which time, exclusive, the last frame is selected, which is at `last`, and on
        screen for `duration`."""

    def first_from(self, time: int) -> int | None:
        """The first sample time at or after `time`, or None if there is none."""


@dataclass(frozen=True)
class Regular:
    """`start`, and a time every `interval` after it up to `end`."""

    start: int
    interval: Fraction
    end: int | None = None
    lateness: int = 0

    def until(self, last: int, duration: int) -> int:
        """Nobody asked for a certain time, so none after the start of the last frame counts. That
        start may have been rounded down by as much as it may have been rounded up."""
        return last + 2 * self.lateness + 1

    def first_from(self, time: int) -> int | None:
        steps = max(0, (time - self.start) * self.interval.denominator // self.interval.numerator)
        sample = self._at(steps)
        while sample < time:
            steps += 1
            sample = self._at(steps)
        return None if self.end is not None and sample > self.end else sample

    def _at(self, steps: int) -> int:
        return self.start + rounded(steps * self.interval.numerator, self.interval.denominator)


class Listed:
    """Those of the given times that are between `start` and `end`."""

    def __init__(
        self, times: Iterable[int], start: int = 0, end: int | None = None, lateness: int = 0
    ) -> None:
        self.start, self.end, self.lateness = start, end, lateness
        bounded = {time for time in times if start <= time and (end is None or time <= end)}
        self._times = sorted(bounded)

    def first_from(self, time: int) -> int | None:
        place = bisect_left(self._times, time)
        return self._times[place] if place < len(self._times) else None

    @property
    def times(self) -> Sequence[int]:
        return self._times

    def later(self, time: int) -> "Listed":
        end = None if self.end is None else self.end + time
        return Listed([each + time for each in self._times], self.start + time, end, time)

    def until(self, last: int, duration: int) -> int:
        return last + max(duration, self.lateness + 1)


class VideoTimes(Protocol):
    """The times in a video on which sample times may depend: measured by decoding it, or taken
    from its timeline. Each may be expensive, so each is asked for only if it is needed."""

    @property
    def tolerance(self) -> int:
        """By how much a frame's time may have been rounded up by the container, in microseconds."""

    def last_frame(self) -> int: ...

    def keyframes(self, start: int, end: int | None) -> Iterable[int]: ...

    def every_nth_frame(self, nth: int, start: int, end: int | None) -> Iterable[int]:
        """The first frame from `start` on and each nth frame after it."""

    def chapters(self) -> Iterable[int]:
        """The times at which chapters begin."""

    def sharpest_frames(self, count: int, gap: int, start: int, end: int | None) -> Iterable[int]:
        """The times of at most `count` of the sharpest frames, at least `gap` apart."""

    def cuts(self, start: int, end: int) -> Sequence[int]:
        """The times of the first frames of scenes."""


def sample_times(options: ExtractionOptions, video: VideoTimes) -> SampleTimes:
    """The times at which `options` ask for images, each later by the tolerance of the video.

    A container rounds a frame's time to its ticks, so that the frame at 2/30 s may be at 0.067.
    A sample time of 2/30 s must still select it."""
    start, end = bounds(options)
    late = lateness(options, video.tolerance)
    late_end = None if end is None else end + late
    if options.interval:
        return Regular(start + late, exact(options.interval) * MICROSECONDS, late_end, late)
    if options.fps:
        return Regular(start + late, MICROSECONDS / exact(options.fps), late_end, late)
    return Listed(_listed(options, video), start, end).later(late)


def lateness(options: ExtractionOptions, tolerance: int) -> int:
    """By how much the sample times are later than what was asked for. Counted ones and percentages
    are shares of the time of the last frame, which was rounded as well. The marks of chapters are
    often whole milliseconds, whatever the ticks of the frames are."""
    if options.chapters:
        return max(tolerance, CHAPTER_TOLERANCE)
    has_shares = options.count or any(map(is_percentage, options.timestamps))
    return 2 * tolerance if has_shares else tolerance


def bounds(options: ExtractionOptions) -> tuple[int, int | None]:
    """The start and the end of the wanted span in microseconds; None stands for the video's end."""
    return from_seconds(options.start), None if options.end is None else from_seconds(options.end)


@dataclass(frozen=True)
class Spans:
    """Every microsecond within disjoint spans, in ascending order. Each goes from its first time up
    to its second, exclusive."""

    spans: Sequence[tuple[int, int]]
    lateness: int = 0

    @property
    def start(self) -> int:
        return self.spans[0][0] if self.spans else 0

    @property
    def end(self) -> int:
        return self.spans[-1][1] if self.spans else 0

    def first_from(self, time: int) -> int | None:
        place = bisect_right(self.spans, time, key=lambda span: span[1])
        return max(time, self.spans[place][0]) if place < len(self.spans) else None

    def until(self, last: int, duration: int) -> int:
        return last + duration


def spans_around(samples: "Listed", within: int) -> list[tuple[int, int]]:
    """A span around each sample time: up to `within` to both sides, but no more than half way to
    its neighbors, and not beyond the start and the end."""
    times = samples.times
    if not times:
        return []
    middles = [(one + other) // 2 for one, other in pairwise(times)]
    edges = [samples.start, *middles, samples.end]
    return [
        (
            time - within if before is None else max(before, time - within),
            time + within + 1 if after is None else min(after + 1, time + within + 1),
        )
        for time, (before, after) in zip(times, pairwise(edges), strict=True)
    ]


def evenly(count: int, start: int, end: int) -> list[int]:
    """`count` evenly spaced times from `start` to `end`, both included; a single one is `start`."""
    steps = max(1, count - 1)
    return [start + rounded((end - start) * step, steps) for step in range(count)]


def within_scenes(cuts: Sequence[int], per_scene: int, start: int, end: int) -> list[int]:
    """`per_scene` times in each scene: the scene is divided into as many equal parts, and each time
    is the middle of a part."""
    edges = [start, *(cut for cut in cuts if start < cut <= end), end]
    return [
        begin + (until - begin) * (2 * part + 1) // (2 * per_scene)
        for begin, until in pairwise(edges)
        for part in range(per_scene)
    ]


def _listed(options: ExtractionOptions, video: VideoTimes) -> Iterable[int]:
    start, end = bounds(options)
    if options.timestamps:
        return _timestamps(options, video)
    if options.chapters:
        return video.chapters()
    if options.keyframes:
        return video.keyframes(start, end)
    if options.best:
        gap = max(0, from_seconds(options.min_gap) - 2 * video.tolerance)
        return video.sharpest_frames(options.best, gap, start, end)
    if options.every_nth:
        return video.every_nth_frame(options.every_nth, start, end)
    last = video.last_frame()
    end = last if end is None else min(end, last)
    if options.count:
        return evenly(options.count, start, end)
    return within_scenes(video.cuts(start, end), options.per_scene, start, end)


def _timestamps(options: ExtractionOptions, video: VideoTimes) -> list[int]:
    """A percentage is a share of the time from the first frame to the last."""
    last = video.last_frame() if any(map(is_percentage, options.timestamps)) else 0
    return [
        round(last * exact(str(time).removesuffix("%")) / 100)
        if is_percentage(time)
        else from_seconds(time)
        for time in options.timestamps
    ]


def is_percentage(time: float | str) -> bool:
    return str(time).endswith("%")
