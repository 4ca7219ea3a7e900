"""The part of a video that an extraction takes images from."""

from dataclasses import dataclass

from stills.options import ExtractionOptions
from stills.planning.sample_times import bounds
from stills.timing import from_seconds, to_seconds


@dataclass(frozen=True)
class Span:
    """The wanted span in microseconds. If its length is unknown, `end` equals `start`."""

    start: int
    end: int

    @classmethod
    def of(cls, options: ExtractionOptions, duration: float | None) -> "Span":
        """Of a video that lasts so many seconds."""
        start, end = bounds(options)
        ends = [each for each in (end, duration and from_seconds(duration)) if each]
        return cls(start, max(start, min(ends, default=start)))

    @property
    def seconds(self) -> float:
        """How long it is; 0 if unknown."""
        return to_seconds(self.end - self.start)

    def fraction(self, time: int) -> float:
        """How much is done when a frame at `time` has been decoded; 0 if unknown."""
        if self.end == self.start:
            return 0.0
        return min(1.0, max(0, time - self.start) / (self.end - self.start))
