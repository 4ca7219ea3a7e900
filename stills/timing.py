"""Times are whole microseconds from a video's first frame.

Both sample times and presentation times are rounded to microseconds. So a time that was read from a
manifest, or a third of a second as a user writes it, selects the frame that it was meant to select.
"""

from fractions import Fraction

from stills.syntax import exact

MICROSECONDS = 1_000_000


def rounded(numerator: int | Fraction, denominator: int) -> int:
    """The nearest whole number. All times are rounded by this function, so they keep their
    order."""
    return (2 * numerator + denominator) // (2 * denominator)


def from_ticks(ticks: int | Fraction, time_base: Fraction) -> int:
    """Microseconds, from ticks of `time_base` seconds each."""
    return rounded(ticks * time_base.numerator * MICROSECONDS, time_base.denominator)


def from_seconds(seconds: float | str) -> int:
    """Microseconds, from a number or a text that stands for one (`stills.syntax`)."""
    return from_ticks(1, exact(seconds))


def to_seconds(time: int) -> float:
    return time / MICROSECONDS


def clock(time: int) -> str:
    """`00-00-12.345`: hours, minutes and seconds, in characters that are safe in file names."""
    milliseconds = (time + 500) // 1000
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}-{minutes:02d}-{seconds:02d}.{milliseconds:03d}"
