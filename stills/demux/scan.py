"""Scans a whole video: reads the timestamps of its packets without decoding them.

The timestamps are read from the packets because a container's index may be incomplete.
"""

from contextlib import suppress

import av

from stills.demux.video import Video


def scan(video: Video) -> tuple[list[int], list[int], int]:
    """The times of all frames and of the keyframes among them, in microseconds, ascending, and the
    time until which the last frame is on screen. In a damaged file, those before the damage."""
    frames, end = {0}, 0
    keyframes: list[int] = []
    with suppress(av.FFmpegError):
        for packet in video.packets():
            time = video.time_of(packet)
            if time is None or packet.is_discard:
                continue
            frames.add(time)
            end = max(end, time + video.ticks(packet.duration or 0))
            if packet.is_keyframe:
                keyframes.append(time)
    return sorted(time for time in frames if time >= 0), sorted(keyframes), end
