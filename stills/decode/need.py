"""Decides which frames must be decoded for the sample times, from the times of packets."""

from stills.decode.lookahead import Lookahead
from stills.demux.packets import Packet
from stills.planning.sample_times import Regular, SampleTimes


class Need:
    """Judges packets in decoding order, while they are taken from `packets`."""

    def __init__(self, packets: Lookahead, sample_times: SampleTimes) -> None:
        self._packets = packets
        self._sample_times = sample_times
        self._latest = -1  # of the frames that are on screen at a sample time
        self._sample: int | None = None  # the first at which it is

    def includes(self, time: int, packet: Packet) -> bool:
        """Whether the frame that is on screen from `time` must be decoded. It must if a sample time
        is before the next frame. One after the last sample time must too, because it shows how long
        the frame before was on screen, and so must the last frame where the end of the video
        matters."""
        if packet.is_discard:
            return False
        following = self._packets.following(time)
        if following is None:
            is_last = self._packets.has_ended and time == self._packets.latest
            return not is_last or self._includes_last(time)
        sample = self._sample_times.first_from(time)
        if sample is not None and sample >= following:
            return False
        if time > self._latest:
            self._latest, self._sample = time, sample
        return True

    def _includes_last(self, time: int) -> bool:
        """Of the last frame. Of regular sample times, none after its start counts. So it is not
        needed if there is none between that of the latest needed frame and this one, and if the
        latest needed frame is selected however long it is on screen."""
        samples, sample = self._sample_times, self._sample
        if sample is None or not isinstance(samples, Regular):
            return True
        if sample >= samples.until(self._latest, 0):
            return True
        following = samples.first_from(sample + 1)
        return following is not None and following < samples.until(time, 0)
