"""Times and rates as text: `1:02:03.5` (hours, minutes and seconds, or minutes and seconds) and
`24000/1001`. Whatever takes a number of seconds or a rate takes these as well."""

import re
from fractions import Fraction

_CLOCK = r"([0-9]{1,2}:[0-5]?[0-9]|[0-9]{1,4}):[0-5]?[0-9](\.[0-9]{1,9})?"
_FRACTION = r"[0-9]{1,9}/[1-9][0-9]{0,8}"
_PERCENT = r"(100|[0-9]{1,2}(\.[0-9]{1,6})?)%"

END_OF_TEXT = r"(?![\s\S])"
"""For the end of a pattern. `$` would allow a line break."""

RATE = f"^{_FRACTION}{END_OF_TEXT}"
TIME = f"^({_CLOCK}|{_FRACTION}){END_OF_TEXT}"
PERCENT = f"^{_PERCENT}{END_OF_TEXT}"
TIME_OR_PERCENT = f"^({_CLOCK}|{_FRACTION}|{_PERCENT}){END_OF_TEXT}"


class InvalidValue(ValueError):
    """A value breaks a rule, which is a predicate such as "must be from 1 to 2". `place` leads to
    the value from the struct that it belongs to, as in `timestamps[2]`."""

    def __init__(self, place: str, rule: str) -> None:
        self.place = place
        self.rule = rule
        field = place.partition("[")[0]
        super().__init__(f"`{field}` {rule}")


def exact(value: float | str) -> Fraction:
    """The number that a value stands for. A float is read as the decimal that a person wrote: 0.1
    is exactly a tenth."""
    number = Fraction()
    for part in str(value).split(":"):
        number = number * 60 + Fraction(part)
    return number


def normalized(text: str, place: str, least: float, most: float) -> float | str:
    """A number, or the text of a fraction in lowest terms if it has no short decimal. Raises
    InvalidValue."""
    if not re.match(TIME, text):
        raise InvalidValue(place, "must be a number, a time such as 1:02:03.5, or a fraction")
    value = exact(text)
    if not least <= value <= most:
        raise InvalidValue(place, f"must be from {least:g} to {most:,g}")
    number = float(value)
    return number if exact(number) == value else str(value)
