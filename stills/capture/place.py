"""Places as devices write them into the tags of a container (ISO 6709)."""

import re
from collections.abc import Iterable, Mapping
from math import isfinite

from stills.manifest import MAX_ALTITUDE, Location

_NUMBER = r"([+-]\d+(?:[.,]\d*)?)"
_ISO_6709 = re.compile(rf"\s*{_NUMBER}{_NUMBER}{_NUMBER}?(?:CRS[^/]*)?(?:/|\s*\Z)", re.ASCII)
_LONGEST = 200

_APPLE = "com.apple.quicktime.location.iso6709"
_KEY = re.compile(r"location(-\w+)?")
"""The suffix is a language."""


def location(latitude: float, longitude: float, altitude: float | None = None) -> Location | None:
    """None if there is no such place, and for 0, 0, which devices write before they have one."""
    exists = abs(latitude) <= 90 and abs(longitude) <= 180
    if not exists or latitude == longitude == 0:
        return None
    if altitude is not None and not (isfinite(altitude) and abs(altitude) <= MAX_ALTITUDE):
        altitude = None
    return Location(latitude, longitude, altitude)


def location_in(tags: Iterable[Mapping[str, str]]) -> Location | None:
    """The place that the tags of the container or of its streams give."""
    lowered = [{key.lower(): value for key, value in each.items()} for each in tags]
    texts = [each[_APPLE] for each in lowered if _APPLE in each]
    texts += [value for each in lowered for key, value in each.items() if _KEY.fullmatch(key)]
    return next(filter(None, map(parsed, texts)), None)


def parsed(text: str) -> Location | None:
    """A place such as +48.8584+002.2945/, +4851.504+00217.670+035/ or +485130.2+0021740.2/."""
    found = _ISO_6709.match(text[:_LONGEST])
    if found is None:
        return None
    latitude, longitude = _degrees(found[1], 2), _degrees(found[2], 3)
    if latitude is None or longitude is None:
        return None
    return location(latitude, longitude, _decimal(found[3]) if found[3] else None)


def _degrees(text: str, digits: int) -> float | None:
    """`digits` is how many the degrees have if minutes follow them."""
    sign, value = text[0], _decimal(text[1:])
    whole = len(re.split("[.,]", text[1:])[0])
    if whole <= digits:
        degrees, minutes, seconds = value, 0.0, 0.0
    elif whole == digits + 2:
        degrees, minutes = divmod(value, 100)
        seconds = 0.0
    elif whole == digits + 4:
        rest, seconds = divmod(value, 100)
        degrees, minutes = divmod(rest, 100)
    else:
        return None
    if minutes >= 60 or seconds >= 60:
        return None
    total = degrees + minutes / 60 + seconds / 3600
    return -total if sign == "-" else total


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
