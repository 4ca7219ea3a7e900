"""Places in the captions that drones of DJI write beside a video, as a track of subtitles."""

import re

from stills.capture.place import location
from stills.manifest import Location

LONGEST = 2_000
"""Bytes: captions are a few lines."""

_NUMBER = r"\s*([+-]?\d{1,7}(?:\.\d{1,20})?)\s*"
_PAIR = re.compile(rf"\bGPS\s*[:(]\s*\(?{_NUMBER},{_NUMBER}", re.ASCII)
"""`GPS (8.6499, 53.2304, 15)`: longitude first. The third number is the count of satellites, or in
other models the altitude, so that nothing is known about it."""

_LATITUDE = re.compile(rf"\blatitude\s*:{_NUMBER}", re.ASCII | re.IGNORECASE)
_LONGITUDE = re.compile(rf"\blongt?itude\s*:{_NUMBER}", re.ASCII | re.IGNORECASE)
"""`[latitude: 53.2304] [longtitude: 8.6499]`: some models write it like this."""

_ALTITUDE = re.compile(rf"\babs_alt\s*:{_NUMBER}", re.ASCII | re.IGNORECASE)
"""Above the sea. What is called only altitude is above the place of take-off."""


def places(data: bytes) -> list[Location | None]:
    """The place in a caption; None in the list where the drone has no fix. Empty if it says nothing
    about a place."""
    text = data[:LONGEST].decode("utf-8", "replace")
    latitude, longitude = _LATITUDE.search(text), _LONGITUDE.search(text)
    if latitude and longitude:
        altitude = _ALTITUDE.search(text)
        height = float(altitude[1]) if altitude else None
        return [location(float(latitude[1]), float(longitude[1]), height)]
    if pair := _PAIR.search(text):
        return [location(float(pair[2]), float(pair[1]))]
    return []
