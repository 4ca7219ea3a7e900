"""Listed times that give no image, because the video does not reach them or because `start` and
`end` leave them out."""

from collections.abc import Sequence

from stills.options import ExtractionOptions
from stills.planning.sample_times import Listed, bounds, is_percentage, lateness
from stills.timing import from_seconds, to_seconds


def missed_times(
    options: ExtractionOptions, *, tolerance: int, last: int, duration: int
) -> tuple[str, ...]:
    """A sentence about each kind of them. The last frame of the video is at `last`, and on screen
    for `duration`; these and the `tolerance` are in microseconds."""
    start, end = bounds(options)
    late = lateness(options, tolerance)
    times = [from_seconds(time) for time in options.timestamps if not is_percentage(time)]
    within = [time for time in times if start <= time and (end is None or time <= end)]
    until = Listed((), lateness=late).until(last, duration)
    beyond = sum(time + late >= until for time in within)
    total = len(options.timestamps)
    span = f"{_seconds(start)} to {'the end' if end is None else _seconds(end)}"
    return (
        *_sentence(len(times) - len(within), total, f"outside of the wanted span, {span}"),
        *_sentence(beyond, total, f"beyond the end of the video, at {_seconds(last + duration)}"),
    )


def _sentence(count: int, total: int, where: str) -> Sequence[str]:
    if count == 0:
        return ()
    if total == 1:
        return (f"The listed time is {where}.",)
    if count == total:
        return (f"{'Both' if total == 2 else f'All {total:,}'} listed times are {where}.",)
    return (f"{count:,} of the {total:,} listed times {'is' if count == 1 else 'are'} {where}.",)


def _seconds(time: int) -> str:
    return f"{to_seconds(time):.10g} s"
