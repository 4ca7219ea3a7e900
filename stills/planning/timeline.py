"""The timeline of a video: when its frames are on screen, known without decoding it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stills.manifest import Source
from stills.options import MAX_SECONDS, ExtractionOptions
from stills.planning.missed_times import missed_times
from stills.planning.sample_times import bounds
from stills.planning.spacing import EvenlySpaced
from stills.timing import MICROSECONDS, from_seconds
from stills.warnings import VideoWarning

TYPICAL_RATE = 25.0
"""Frames per second, for a container that does not say."""

MILLISECOND_FORMATS = ("matroska", "flv")
"""Containers that round times to milliseconds."""

TYPICAL_GOP = 250
"""Frames from one keyframe to the next, for a container without an index: the default of x264 and
x265."""


@dataclass(frozen=True)
class Timeline:
    """The times of a video's frames, of its keyframes, and of the keyframes in the container's
    index, to which a decoder can seek: microseconds from the first frame, ascending. There is at
    least one frame, which is on screen until `end`. `tolerance` is by how much the container may
    have rounded times up; `chapters` are the times at which chapters begin."""

    source: Source
    frames: Sequence[int]
    keyframes: Sequence[int]
    indexed: Sequence[int]
    end: int
    tolerance: int = 1
    chapters: Sequence[int] = ()

    def between(self, times: Sequence[int], start: int, end: int | None) -> Sequence[int]:
        """Those of the times from `start` to `end`, both included."""
        last = self.frames[-1] if end is None else end
        return times[bisect_left(times, start) : bisect_right(times, last)]

    def bounds(self, options: ExtractionOptions) -> tuple[int, int]:
        """The start and the end of the wanted span, which ends at the last frame at the latest."""
        start, end = bounds(options)
        return start, self.frames[-1] if end is None else min(end, self.frames[-1])

    def missed_times(self, options: ExtractionOptions) -> tuple[VideoWarning, ...]:
        """A warning for each kind of listed times that give no image."""
        last = self.frames[-1]
        missed = missed_times(
            options,
            tolerance=self.tolerance,
            last=last,
            duration=self.end - last,
            chapters=self.chapters,
        )
        return tuple(missed)

    def frames_until(self, time: int) -> int:
        """How many frames are on screen up to `time`."""
        return bisect_right(self.frames, time)


def assumed_timeline(source: Source, duration: float, keyframes: int) -> Timeline:
    """The timeline of a video that was not scanned. It assumes that the frames, the `keyframes`
    in the index and the chapters are evenly spaced over the `duration`, in seconds."""
    length = from_seconds(min(duration, MAX_SECONDS))
    rate = _rate(source)
    count = max(1, round(length * rate / MICROSECONDS))
    frames = EvenlySpaced(range(count), MICROSECONDS / rate)
    indexed = EvenlySpaced(range(min(keyframes, count)), Fraction(length, max(1, keyframes)))
    tolerance = 501 if source.container in MILLISECOND_FORMATS else 1
    keyframe_times = indexed or frames[::TYPICAL_GOP]
    chapters = EvenlySpaced(range(source.chapters), Fraction(length, max(1, source.chapters)))
    return Timeline(source, frames, keyframe_times, indexed, length, tolerance, chapters)


def _rate(source: Source) -> Fraction:
    """The fraction that a rate with six digits stands for: 23.976024 is 24000/1001. Times are whole
    microseconds, so no rate can be higher than one frame per microsecond."""
    written = Fraction(str(min(source.frame_rate or TYPICAL_RATE, MICROSECONDS)))
    simple = written.limit_denominator(1001)
    return simple if abs(simple - written) < Fraction(1, MICROSECONDS) else written
