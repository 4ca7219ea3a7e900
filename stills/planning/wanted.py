"""What options say of the wanted times, in microseconds from the first frame."""

from collections.abc import Callable
from fractions import Fraction

from stills.options import ExtractionOptions
from stills.planning.sample_times import Regular
from stills.timing import MICROSECONDS, from_seconds


def bounds(options: ExtractionOptions) -> tuple[int, int | None]:
    """Where the wanted span starts and ends; None, with the video."""
    return from_seconds(options.start), None if options.end is None else from_seconds(options.end)


def regular(options: ExtractionOptions) -> Regular | None:
    """The moments, where they are a fixed time apart."""
    start, end = bounds(options)
    if options.interval:
        return Regular(start, Fraction(str(options.interval)) * MICROSECONDS, end)
    if options.fps:
        return Regular(start, MICROSECONDS / Fraction(str(options.fps)), end)
    return None


def timestamps(options: ExtractionOptions, last_time: Callable[[], int]) -> list[int]:
    """Those that are listed. A percentage is one of the time until the last frame, `last_time`,
    which may take long to find and is asked for only then."""
    relative = any(isinstance(time, str) for time in options.timestamps)
    last = last_time() if relative else 0
    return [
        round(last * Fraction(time.removesuffix("%")) / 100)
        if isinstance(time, str)
        else from_seconds(time)
        for time in options.timestamps
    ]
