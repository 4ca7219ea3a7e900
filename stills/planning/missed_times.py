"""Listed times that give no image, because the video does not reach them or because `start` and
`end` leave them out."""

from collections.abc import Sequence

from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, bounds, is_percentage, lateness
from stills.timing import from_seconds, to_seconds


def missed_times(
    options: ExtractionOptions,
    *,
    tolerance: int,
    last: int,
    duration: int,
    chapters: Sequence[int] = (),
) -> tuple[str, ...]:
    """A sentence about each kind of them. The last frame of the video is at `last`, and on screen
    for `duration`; these, the `tolerance` and the marks of `chapters` are in microseconds."""
    start, end = bounds(options)
    late = lateness(options, tolerance)
    if options.chapters:
        if not chapters:
            return ("The video has no chapters.",)
        beyond = _count_beyond(chapters, late, last, duration)
        return tuple(_sentence(beyond, len(chapters), "chapter marks", _beyond(last + duration)))
    times = [from_seconds(time) for time in options.timestamps if not is_percentage(time)]
    within = [time for time in times if start <= time and (end is None or time <= end)]
    beyond = _count_beyond(within, late, last, duration)
    total = len(options.timestamps)
    span = f"{_seconds(start)} to {'the end' if end is None else _seconds(end)}"
    outside = len(times) - len(within)
    return (
        *_sentence(outside, total, "listed times", f"outside of the wanted span, {span}"),
        *_sentence(beyond, total, "listed times", _beyond(last + duration)),
    )


def _count_beyond(times: Sequence[int], late: int, last: int, duration: int) -> int:
    until = Listed((), lateness=late).until(last, duration)
    return sum(time + late >= until for time in times)


def _beyond(end: int) -> str:
    return f"beyond the end of the video, at {_seconds(end)}"


def _sentence(count: int, total: int, what: str, where: str) -> Sequence[str]:
    if count == 0:
        return ()
    if total == 1:
        return (f"The {what.removesuffix('s')} is {where}.",)
    if count == total:
        return (f"{'Both' if total == 2 else f'All {total:,}'} {what} are {where}.",)
    return (f"{count:,} of the {total:,} {what} {'is' if count == 1 else 'are'} {where}.",)


def _seconds(time: int) -> str:
    return f"{to_seconds(time):.10g} s"
