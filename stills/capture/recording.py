"""When and where the frames of a video were captured, as its container says."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stills.capture.capture import Capture
from stills.capture.place import location_in
from stills.capture.recording_time import recording_time
from stills.capture.track import NO_PLACES, PlaceTrack
from stills.demux.video import Video
from stills.manifest import Location


def creation_time(video: Video) -> datetime | None:
    """Of the first frame."""
    return recording_time((video.container.metadata, video.stream.metadata), datetime.now(UTC))


@dataclass(frozen=True)
class Recording:
    """`began` is when the first frame was captured. `place` is where the recording began, and
    `places` are those on the way, whose times start `origin` microseconds before the first frame.
    Both are known only if they were asked for."""

    began: datetime | None = None
    place: Location | None = None
    places: PlaceTrack = NO_PLACES
    origin: int = 0

    @classmethod
    def of(cls, video: Video, *, with_location: bool) -> "Recording":
        tags = video.container.metadata, video.stream.metadata
        if not with_location:
            return cls(creation_time(video))
        with closing(video.side_packets()) as packets:
            places = PlaceTrack(packets)
        return cls(creation_time(video), location_in(tags), places, video.origin)

    def at(self, time: int) -> Capture:
        """Of the frame at a time in microseconds."""
        place = self.places.at(self.origin + time) if self.places else self.place
        return Capture(self._time_at(time), place)

    def _time_at(self, time: int) -> datetime | None:
        """None for a time that no calendar has."""
        if self.began is None:
            return None
        try:
            return self.began + timedelta(microseconds=time)
        except OverflowError:
            return None


UNRECORDED = Recording()
"""Of which nothing is known."""
