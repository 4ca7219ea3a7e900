"""Sample times: the times of a video at which images are wanted, in microseconds."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from stills.options import ExtractionOptions
from stills.timing import MICROSECONDS, from_seconds, rounded


class SampleTimes(Protocol):
    """Times between `start` and `end`. They need not be finite: where a video ends is unknown until
    its last packet is read."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int | None: ...

    def first_from(self, time: int) -> int | None:
        """The first sample time at or after `time`, or None if there is none."""


@dataclass(frozen=True)
class Regular:
    """`start`, and a time every `interval` after it up to `end`."""

    start: int
    interval: Fraction
    end: int | None = None

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

    def __init__(self, times: Iterable[int], start: int = 0, end: int | None = None) -> None:
        self.start, self.end = start, end
        bounded = {time for time in times if start <= time and (end is None or time <= end)}
        self._times = sorted(bounded)

    def first_from(self, time: int) -> int | None:
        place = bisect_left(self._times, time)
        return self._times[place] if place < len(self._times) else None


class VideoTimes(Protocol):
    """The times in a video on which sample times may depend: measured by decoding it, or taken
    from its timeline. Each may be expensive, so each is asked for only if it is needed."""

    def last_frame(self) -> int: ...

    def keyframes(self, start: int, end: int | None) -> Iterable[int]: ...

    def every_nth_frame(self, nth: int, start: int, end: int | None) -> Iterable[int]:
        """The first frame from `start` on and each nth frame after it."""

    def cuts(self, start: int, end: int) -> Sequence[int]:
        """The times of the first frames of scenes."""


def sample_times(options: ExtractionOptions, video: VideoTimes) -> SampleTimes:
    """The times at which `options` ask for images."""
    start, end = bounds(options)
    if options.interval:
        return Regular(start, Fraction(str(options.interval)) * MICROSECONDS, end)
    if options.fps:
        return Regular(start, MICROSECONDS / Fraction(str(options.fps)), end)
    return Listed(_listed(options, video), start, end)


def bounds(options: ExtractionOptions) -> tuple[int, int | None]:
    """The start and the end of the wanted span in microseconds; None stands for the video's end."""
    return from_seconds(options.start), None if options.end is None else from_seconds(options.end)


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
    if options.keyframes:
        return video.keyframes(start, end)
    if options.every_nth:
        return video.every_nth_frame(options.every_nth, start, end)
    last = video.last_frame()
    end = last if end is None else min(end, last)
    if options.count:
        return evenly(options.count, start, end)
    return within_scenes(video.cuts(start, end), options.per_scene, start, end)


def _timestamps(options: ExtractionOptions, video: VideoTimes) -> list[int]:
    """A percentage is a share of the time from the first frame to the last."""
    relative = any(isinstance(time, str) for time in options.timestamps)
    last = video.last_frame() if relative else 0
    return [
        round(last * Fraction(time.removesuffix("%")) / 100)
        if isinstance(time, str)
        else from_seconds(time)
        for time in options.timestamps
    ]
