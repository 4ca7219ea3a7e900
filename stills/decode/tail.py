"""Finds the last frame of a video that can be decoded. The last packet need not give a frame: a
file may be cut off, and two packets may hold the fields of one frame."""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress

import av

from stills.decode.lookahead import REORDERING
from stills.decode.record import DecodeRecord
from stills.decode.sequential import SequentialDecoder
from stills.demux.clock import CountingClock
from stills.demux.packets import Packet
from stills.demux.video import Video

MAX_BYTES = 64 * 1024 * 1024
"""Of packets to hold. Of a longer group of pictures only timestamps are looked at."""


def last_frame_time(video: Video) -> int:
    """The time of the last frame, in microseconds. If the index has keyframes, reads only what
    follows the last of them that gives a frame; if there are no timestamps, counts all frames. The
    video is rewound afterwards."""
    if isinstance(video.clock, CountingClock):
        frames = SequentialDecoder(video, DecodeRecord()).every_frame()
        end = max((frame.time for frame in frames), default=0)
        video.rewind()
        return end
    for keyframe in (*reversed(video.keyframes[-2:]), None):
        last = _last_from(video, keyframe)
        video.rewind()
        if last is not None:
            return last
    return 0


def _last_from(video: Video, keyframe: int | None) -> int | None:
    """The last time from a keyframe on, or from the beginning for None."""
    groups: deque[list[Packet]] = deque([[]], maxlen=2)
    latest: int | None = None
    with suppress(av.FFmpegError):
        if keyframe is not None:
            video.seek(keyframe)
        for packet in video.packets():
            if packet.is_keyframe:
                groups.append([])
            groups[-1].append(packet)
            time = video.time_of(packet)
            if time is not None and not packet.is_discard:
                latest = max(time, latest or 0)
    if not video.has_presentation_times or any(_size(group) > MAX_BYTES for group in groups):
        return latest
    ends = (_decoded(video, group) for group in reversed(groups))
    return next((end for end in ends if end is not None), None)


def _size(packets: list[Packet]) -> int:
    return sum(packet.size for packet in packets)


def _decoded(video: Video, group: list[Packet]) -> int | None:
    """The last time of the frames that a group of pictures gives."""
    return max(_times(video, group), default=None)


def _times(video: Video, group: list[Packet]) -> Iterator[int]:
    # One thread, because PyAV loses the frames after an error that it meets in the end.
    decoder = video.new_decoder(threads=1)
    for number, packet in enumerate((*group, None)):
        # Frames that no other refers to matter only at the end.
        is_last = number >= len(group) - REORDERING - 1
        decoder.skip_frame = "DEFAULT" if is_last else "NONREF"
        with suppress(av.FFmpegError):
            yield from (frame.time for frame in video.decoded(decoder, packet))
