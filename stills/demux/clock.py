"""Makes a video's clock continuous. Recordings that were joined, or interrupted, may have
timestamps that start over or jump in the middle. Streams without a container have none."""

from fractions import Fraction

from stills.demux.packets import Packet

MAX_STEP_BACK = 1
"""Seconds. Decoding timestamps never go back in a sound file; in some they do by a few frames."""

MAX_STEP_FORWARD = 10
"""Seconds, as in the ffmpeg command, and as there only in DISCONTINUOUS formats. In others a frame
may be on screen for as long as it likes."""

DISCONTINUOUS = {"mpegts", "mpeg"}
"""FFmpeg's names of the formats that allow discontinuities (AVFMT_TS_DISCONT)."""

REPEATING = {"h264", "hevc", "mpegvideo"}
"""FFmpeg's names of the streams without timestamps that say of a frame that it is on screen for
longer, as in telecine, or that a packet has only one of its fields. FFmpeg invents durations for
the others."""


class ContinuousClock:
    """Corrects the timestamps of packets, which must come in decoding order. `jumps` counts how
    many times the clock of the file started over or jumped."""

    def __init__(self, format_name: str, time_base: Fraction) -> None:
        self.jumps = 0
        self._back = MAX_STEP_BACK / time_base
        self._forward = MAX_STEP_FORWARD / time_base if format_name in DISCONTINUOUS else None
        self._offset = 0
        self._last: int | None = None
        self._end: int | None = None
        self._duration = 0

    def restart(self) -> None:
        """The next packet may be any, because the container has been sought."""
        self._offset, self._last, self._end = 0, None, None

    def correct(self, packet: Packet) -> Packet:
        """Changes the timestamps of a packet, so that they go on from those before."""
        if packet.dts is None:
            if packet.pts is not None:
                packet.pts += self._offset
            return packet
        dts = packet.dts + self._offset
        if self._last is not None and self._is_jump(dts - self._last):
            self.jumps += 1
            self._offset += self._step_to_end(packet, dts, self._last)
            dts = packet.dts + self._offset
        if packet.pts is not None:
            packet.pts += self._offset
            end = packet.pts + (packet.duration or 0)
            self._end = end if self._end is None else max(self._end, end)
        packet.dts = self._last = dts
        self._duration = packet.duration or self._duration
        return packet

    def _step_to_end(self, packet: Packet, dts: int, last: int) -> int:
        """How much later the packet must be, to be decoded after the last packet, and to be on
        screen after all packets."""
        step = last + self._duration - dts
        if packet.pts is None or self._end is None:
            return step
        return max(step, self._end - packet.pts - self._offset)

    def _is_jump(self, step: int) -> bool:
        return step < -self._back or (self._forward is not None and step > self._forward)


class CountingClock:
    """Times a stream without timestamps, in which `rate` frames per second follow each other."""

    jumps = 0

    def __init__(self, format_name: str, time_base: Fraction, rate: Fraction) -> None:
        self._frame = 1 / rate / time_base
        self._has_repeats = format_name in REPEATING
        self._next = Fraction(0)

    def restart(self) -> None:
        """There is nothing to seek by."""

    def on_screen(self, duration: int | None) -> Fraction:
        """For how many ticks a frame of the stated duration is on screen."""
        is_repeated = self._has_repeats and duration and duration > self._frame * 5 / 4
        return Fraction(duration) if duration and is_repeated else self._frame

    def correct(self, packet: Packet) -> Packet:
        """Gives a packet the time of its place in decoding order. The second of two fields gets
        that of the first."""
        is_field = self._has_repeats and 0 < (packet.duration or 0) < self._frame * 3 / 4
        time = self._next // self._frame * self._frame if is_field else self._next
        packet.pts = packet.dts = round(time)
        self._next += self._frame / 2 if is_field else self.on_screen(packet.duration)
        return packet
