"""When and where a frame was captured, as the recording device states it."""

from dataclasses import dataclass
from datetime import datetime

from stills.manifest import Location


@dataclass(frozen=True)
class Capture:
    """`time` has no time zone if the device does not state one."""

    time: datetime | None = None
    location: Location | None = None


UNKNOWN = Capture()
