"""Listed times that give no image, because the video does not reach them or because `start` and
`end` leave them out."""

from collections.abc import Iterator, Sequence

from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, bounds, is_percentage, lateness
from stills.timing import from_seconds, to_seconds
from stills.warnings import (
    VideoWarning,
    chapters_beyond_end,
    no_chapters,
    times_beyond_end,
    times_outside_span,
)


def missed_times(
    options: ExtractionOptions,
    *,
    tolerance: int,
    last: int,
    duration: int,
    chapters: Sequence[int] = (),
) -> Iterator[VideoWarning]:
    """A warning for each kind of them. The last frame of the video is at `last`, and on screen
    for `duration`; these, the `tolerance` and the marks of `chapters` are in microseconds."""
    start, end = bounds(options)
    late = lateness(options, tolerance)
    ends = to_seconds(last + duration)
    if options.chapters:
        if not chapters:
            yield no_chapters()
        elif beyond := _count_beyond(chapters, late, last, duration):
            yield chapters_beyond_end(beyond, len(chapters), ends)
        return
    total = len(options.timestamps)
    times = [from_seconds(time) for time in options.timestamps if not is_percentage(time)]
    within = [time for time in times if start <= time and (end is None or time <= end)]
    if outside := len(times) - len(within):
        until = None if end is None else to_seconds(end)
        yield times_outside_span(outside, total, to_seconds(start), until)
    if beyond := _count_beyond(within, late, last, duration):
        yield times_beyond_end(beyond, total, ends)


def _count_beyond(times: Sequence[int], late: int, last: int, duration: int) -> int:
    until = Listed((), lateness=late).until(last, duration)
    return sum(time + late >= until for time in times)
