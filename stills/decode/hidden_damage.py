"""Finds damage that FFmpeg's decoders of HEVC, VP8 and VP9 do not report, by decoding twice.

For VP8 and VP9 the second decoder is libvpx, which reports most damage, or gives another picture.

For HEVC it is the same, but gets other bytes after the data of each picture, as does libvpx for
VP8. In undamaged pictures these do not matter. After damage, a decoder takes wrong turns, and about
every second time needs more data than there are: then the results differ. They also differ if rows
of blocks begin at entry points, as those of x265 do: the second decoder uses these, and the first
does not.

This takes time, so of a long video only some segments are decoded twice. Holes that are filled with
zeros are found in all packets.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from stills.decode.budget import FRAMES_OF_DECODER
from stills.decode.segments import Segment
from stills.demux.appended import Append, appending
from stills.demux.container import SIZE_LIMIT
from stills.demux.libvpx import libvpx_decoder
from stills.demux.packets import Packet, decode, timestamp_of
from stills.demux.video import Video, size_of
from stills.errors import OutOfMemory
from stills.planning.inspection import ALLOWANCE, INSPECTED, SHARE
from stills.timing import MICROSECONDS

MEMORY = 256 * 1024 * 1024
"""Bytes of frames in second decoders: one for 4K with 10 bits."""

UNKNOWN_DURATION = 600
"""The assumed length in seconds of a video that does not tell it."""

ZEROS = bytes(64)
"""More than encoders use as padding."""

_ROWS = 4
"""Every so many rows of a picture are compared."""


class Verdict:
    """Reports damage if second decoders differ. Some picture must have been the same, too, before
    or after: decoders that never agree do not understand the video."""

    def __init__(self, report: Callable[[], None]) -> None:
        self._report = report
        self._has_agreed = self._has_differed = False

    def agreed(self) -> None:
        if not self._has_agreed:
            self._has_agreed = True
            self._conclude()

    def differed(self) -> None:
        self._has_differed = True
        self._conclude()

    def _conclude(self) -> None:
        if self._has_agreed and self._has_differed:
            self._report()


class SecondDecoder:
    """Decodes the packets of another decoder, too, and says whether that gives other pictures, or
    an error."""

    def __init__(self, decoder: VideoCodecContext, append: Append, verdict: Verdict) -> None:
        self._decoder = decoder
        self._append = append
        self._verdict = verdict
        self._theirs: dict[Key, int] = {}
        self._ours: dict[Key, int] = {}
        self._is_out_of_memory = False

    def begin(self) -> None:
        """Forgets what came before, because other packets follow."""
        self._decoder.flush_buffers()
        self._theirs.clear()
        self._ours.clear()

    def compare(
        self, other: VideoCodecContext, packet: Packet | None, pictures: Iterable[VideoFrame]
    ) -> None:
        """Decodes a packet, or for None, all that is left. The other decoder has given `pictures`
        for it."""
        if self._is_out_of_memory:
            return
        self._decoder.skip_frame = other.skip_frame
        self._theirs |= _checksums(pictures)
        try:
            changed = None if packet is None else _changed(packet, self._append)
            self._ours |= _checksums(decode(self._decoder, changed))
        except av.FFmpegError:
            self._verdict.differed()
        except (OutOfMemory, MemoryError):  # the extraction itself may have enough
            self._is_out_of_memory = True
        for key in self._theirs.keys() & self._ours.keys():
            if self._theirs.pop(key) == self._ours.pop(key):
                self._verdict.agreed()
            else:
                self._verdict.differed()


Key = tuple[int | None, int, int]
"""The timestamp, width and height of a picture. libvpx gives pictures that other decoders skip, and
only the largest of several layers."""


def _checksums(pictures: Iterable[VideoFrame]) -> dict[Key, int]:
    """Of the pictures of one packet, without those that cannot be told apart."""
    keyed = [((timestamp_of(each), each.width, each.height), each) for each in pictures]
    counts = Counter(key for key, _ in keyed)
    return {key: _checksum(picture) for key, picture in keyed if counts[key] == 1}


def _changed(packet: Packet, append: Append) -> Packet:
    changed = cast(Packet, av.Packet(append(bytes(packet))))
    changed.pts, changed.dts, changed.time_base = packet.pts, packet.dts, packet.time_base
    changed.is_keyframe = packet.is_keyframe
    return changed


def _checksum(picture: VideoFrame) -> int:
    """Of the luma."""
    plane = picture.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
    width = plane.width * ((picture.format.components[0].bits + 7) // 8)
    return zlib.crc32(rows[::_ROWS, :width].tobytes())


class Inspection:
    """Looks for damage in the segments of a video, and reports it."""

    def __init__(self, video: Video, report: Callable[[], None]) -> None:
        self._video = video
        self._report = report
        self._verdict = Verdict(report)
        self._codec = video.stream.codec_context.name
        is_first = video.decoder is video.stream.codec_context  # and not libvpx already
        self._is_needed = is_first and self._codec in INSPECTED
        self._budget = Budget(video.first.width * video.first.height, video.duration)

    def decoders(self, count: int) -> list[SecondDecoder]:
        """Second decoders, up to `count` as memory allows; none for codecs that need none."""
        if not self._is_needed:
            return []
        append = appending(self._video.stream.codec_context)
        most = MEMORY // (FRAMES_OF_DECODER * size_of(self._video.first))
        return [
            SecondDecoder(self._new_decoder(), append, self._verdict)
            for _ in range(min(count, most))
        ]

    def packets(self, segment: Segment, has_second: bool) -> int:
        """How many packets of the segment to decode twice, from its first one on."""
        if not self._is_needed:
            return 0
        if any(has_hole(bytes(packet)) for _, packet, _ in segment.packets):
            self._report()
        return self._budget.packets(segment) if has_second else 0

    def _new_decoder(self) -> VideoCodecContext:
        if decoder := libvpx_decoder(self._codec, SIZE_LIMIT):
            return decoder
        decoder = self._video.new_decoder(2)
        decoder.thread_type = "SLICE"  # which uses entry points
        return decoder


class Budget:
    """How much to decode twice of a video of `duration` seconds with so many `pixels`."""

    def __init__(self, pixels: int, duration: float | None) -> None:
        self._pixels = pixels
        self._duration = (duration or UNKNOWN_DURATION) * MICROSECONDS
        self._decoded = self._spent = 0
        self._may_begin = True
        self._goes_on = False

    def packets(self, segment: Segment) -> int:
        """How many packets of the segment, from its first one on. All of them; or as many as
        possible of the last segment of the video, and of one that comes in parts: later it could
        not be begun."""
        count = len(segment.packets)
        affordable = self._credit(segment) // self._pixels
        is_begun, self._may_begin = self._may_begin or self._goes_on, segment.is_last
        is_for_later = segment.is_last and affordable < count and not self._is_at_end(segment)
        if not is_begun or is_for_later:
            self._goes_on = False
            return 0
        taken = min(count, max(0, affordable))
        self._goes_on = taken == count and not segment.is_last
        self._spent += taken * self._pixels
        return taken

    def _credit(self, segment: Segment) -> int:
        """Pixels."""
        if not segment.packets:
            return 0
        self._decoded += len(segment.packets) * self._pixels
        return int(ALLOWANCE * self._passed(segment) + SHARE * self._decoded) - self._spent

    def _passed(self, segment: Segment) -> float:
        """The part of the video that ends with the segment. It is counted a second longer, because
        the duration is an estimate."""
        return min(1, (segment.packets[-1][0] + MICROSECONDS) / self._duration)

    def _is_at_end(self, segment: Segment) -> bool:
        return bool(segment.packets) and self._passed(segment) == 1


def has_hole(data: bytes) -> bool:
    """Whether there are zeros within the data."""
    at = data.find(ZEROS)
    after = data[at:].lstrip(b"\0") if at >= 0 else b""
    return bool(after) and not after.startswith(b"\x01")  # of a start code, after padding
