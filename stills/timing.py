"""Times are whole microseconds from a video's first frame.

Both wanted times and frames' times are rounded to them, so that a time that was read from a
manifest, or 1/3 of a second as a user writes it, still means the frame that it meant.
"""

from fractions import Fraction

MICROSECONDS = 1_000_000


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number. All times are rounded here, so that they keep their order."""
    return (2 * numerator + denominator) // (2 * denominator)


def from_ticks(ticks: int, time_base: Fraction) -> int:
    return rounded(ticks * time_base.numerator * MICROSECONDS, time_base.denominator)


def from_seconds(seconds: float | Fraction) -> int:
    """Reads a float as the decimal that a person wrote: 0.1 is a tenth."""
    exact = seconds if isinstance(seconds, Fraction) else Fraction(str(seconds))
    return from_ticks(1, exact)


def to_seconds(time: int) -> float:
    return time / MICROSECONDS


def clock(time: int) -> str:
    """`00-00-12.345`: hours, minutes, seconds, as a file name can hold it."""
    milliseconds = (time + 500) // 1000
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}-{minutes:02d}-{seconds:02d}.{milliseconds:03d}"
