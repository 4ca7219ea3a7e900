"""What is known of a video without decoding it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stills.manifest import Source
from stills.options import MAX_SECONDS, ExtractionOptions
from stills.planning.spacing import EvenlySpaced
from stills.planning.wanted import bounds
from stills.timing import MICROSECONDS, from_seconds

USUAL_RATE = 25.0
"""Frames a second, where a container does not say."""

USUAL_GROUP = 250
"""Frames from one keyframe to the next, where there is no index: x264's and x265's default."""


@dataclass(frozen=True)
class Survey:
    """The times of a video's frames, of its keyframes, and of those keyframes that decoding can
    jump to: microseconds from the first frame, all ascending, the frames at least one."""

    source: Source
    frames: Sequence[int]
    keyframes: Sequence[int]
    indexed: Sequence[int]

    def within(self, times: Sequence[int], options: ExtractionOptions) -> Sequence[int]:
        """Those that are between the options' `start` and `end`."""
        start, end = self.bounds(options)
        return times[bisect_left(times, start) : bisect_right(times, end)]

    def bounds(self, options: ExtractionOptions) -> tuple[int, int]:
        start, end = bounds(options)
        return start, self.frames[-1] if end is None else min(end, self.frames[-1])

    def frames_until(self, time: int) -> int:
        return bisect_right(self.frames, time)


def supposed(source: Source, duration: float, keyframes: int) -> Survey:
    """What follows of a video from its description alone: as if its frames, and the `keyframes`
    that its index tells of, were evenly spaced over its `duration` in seconds."""
    length = from_seconds(min(duration, MAX_SECONDS))
    rate = _rate(source)
    count = max(1, round(length * rate / MICROSECONDS))
    frames = EvenlySpaced(range(count), MICROSECONDS / rate)
    indexed = EvenlySpaced(range(min(keyframes, count)), Fraction(length, max(1, keyframes)))
    return Survey(source, frames, indexed or frames[::USUAL_GROUP], indexed)


def _rate(source: Source) -> Fraction:
    """The fraction that a rate of six digits stands for: of 23.976024, it is 24000/1001. Times
    are whole microseconds, so no rate is higher than one for each."""
    written = Fraction(str(min(source.frame_rate or USUAL_RATE, MICROSECONDS)))
    simple = written.limit_denominator(1001)
    return simple if abs(simple - written) < Fraction(1, MICROSECONDS) else written
