"""Which times of a video are wanted."""

from dataclasses import dataclass
from fractions import Fraction

from contracts.options import ExtractionOptions
from worker.engine.timing import MICROSECONDS, from_seconds


@dataclass(frozen=True)
class Moments:
    """Wanted times, in microseconds: `start`, and every `interval` from there up to `end`.

    None are computed before they are asked for: nobody knows where a video ends until then.
    """

    start: int
    interval: Fraction
    end: int | None = None

    def first_from(self, time: int) -> int | None:
        """The first wanted time that is not before `time`; None where there is no more."""
        steps = max(0, (time - self.start) * self.interval.denominator // self.interval.numerator)
        wanted = self._at(steps)
        while wanted < time:
            steps += 1
            wanted = self._at(steps)
        return None if self.end is not None and wanted > self.end else wanted

    def _at(self, steps: int) -> int:
        return self.start + round(steps * self.interval)


def wanted_moments(options: ExtractionOptions) -> Moments:
    return Moments(
        start=from_seconds(options.start),
        interval=Fraction(str(options.interval)) * MICROSECONDS,
        end=None if options.end is None else from_seconds(options.end),
    )
