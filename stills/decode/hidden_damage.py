"""Finds damage in HEVC that FFmpeg's decoder does not report, by decoding some packets twice.

In most videos of software encoders each row of blocks begins at an entry point, so that threads
can decode rows in parallel. A single thread ignores the entry points: for it, a row begins where
the one before has ended. In an undamaged picture these are the same places. In a damaged one they
hardly ever are, and the results differ.

This takes time, so of a long video only the beginnings of some segments are decoded.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import av
from av.video.codeccontext import VideoCodecContext

from stills.decode.segments import Segment, TimedPackets
from stills.demux.hevc import has_entry_points
from stills.demux.packets import decode
from stills.demux.video import Video
from stills.errors import OutOfMemory

MAX_PICTURE = 1920 * 1088
"""Pixels. Two more decoders of larger pictures would need too much memory."""

ALLOWANCE = 4_000_000
"""So many pixels of a video are decoded for this, or SHARE of them if that is more."""

SHARE = 0.004

UNKNOWN_FRAMES = 10_000
"""The assumed number of frames of a video that does not tell it."""


def inspected(
    video: Video, segments: Iterable[Segment], report: Callable[[], None]
) -> Iterator[Segment]:
    """The segments, unchanged. Calls `report` if there is damage, once. Raises whatever `segments`
    raises."""
    share = _share(video)
    inspection = _Inspection(video) if share else None
    credit, is_beginning = 1.0, True
    for segment in segments:
        credit += share * len(segment.packets)
        if inspection and is_beginning and credit >= 1:
            packets = segment.packets[: int(credit)]
            credit -= len(packets)
            try:
                if inspection.finds_damage(packets):
                    report()
                    inspection = None
            except (OutOfMemory, MemoryError):  # the extraction itself may have enough
                inspection = None
        is_beginning = segment.is_last
        yield segment


def _share(video: Video) -> float:
    """The share of the packets to decode."""
    pixels = video.first.width * video.first.height
    if video.stream.codec_context.name != "hevc" or pixels > MAX_PICTURE:
        return 0.0
    counted = video.stream.frames
    guessed = (video.duration or 0) * float(video.stream.average_rate or 0)
    frames = counted or guessed or UNKNOWN_FRAMES
    return min(1.0, max(SHARE, ALLOWANCE / (frames * pixels)))


class _Inspection:
    def __init__(self, video: Video) -> None:
        self._video = video
        self._decoders: tuple[VideoCodecContext, ...] | None = None

    def finds_damage(self, packets: TimedPackets) -> bool:
        if self._decoders is None and packets:
            self._decoders = self._two_decoders(bytes(packets[0][1]))
        return len({tuple(_pictures(decoder, packets)) for decoder in self._decoders or ()}) > 1

    def _two_decoders(self, first: bytes) -> tuple[VideoCodecContext, ...]:
        """Nothing if there are no entry points, so that they would do the same."""
        by_itself, by_rows = self._video.new_decoder(1), self._video.new_decoder(2)
        by_rows.thread_type = "SLICE"
        headers = (by_itself.extradata or b"") + first
        return (by_itself, by_rows) if has_entry_points(headers) else ()


def _pictures(decoder: VideoCodecContext, packets: TimedPackets) -> Iterator[int]:
    """A checksum of each picture's luma."""
    for item in (*packets, None):
        if item is not None:
            decoder.skip_frame = "DEFAULT" if item[2] else "NONREF"
        with suppress(av.FFmpegError):
            for picture in decode(decoder, None if item is None else item[1]):
                yield zlib.crc32(picture.reformat(format="gray").to_ndarray().tobytes())
    decoder.flush_buffers()
