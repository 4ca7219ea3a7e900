"""Learns what there is to know of a video without extracting from it."""

from contextlib import suppress
from pathlib import Path

import av

from stills.cli.files import open_video
from stills.demux.video import Video
from stills.planning.timeline import Survey
from stills.sandbox import client as engine


def survey(path: Path) -> Survey:
    """Reads the file once, and decodes its first picture only. Raises CommandError, VideoError."""
    with open_video(path) as file:
        source = engine.probe(file)  # a video that crashes a decoder goes no further
        with Video(file) as video:
            frames, keyframes = _times(video)
            return Survey(source, frames, keyframes, tuple(video.keyframes))


def _times(video: Video) -> tuple[list[int], list[int]]:
    """When the frames come on screen, and the keyframes among them; of a damaged file, those
    before the damage. Read from the packets: no index need be complete."""
    frames = [0]
    keyframes: list[int] = []
    with suppress(av.FFmpegError):
        for packet in video.packets():
            timestamp = packet.dts if packet.pts is None else packet.pts
            if timestamp is None or packet.is_discard:
                continue
            frames.append(video.time(timestamp))
            if packet.is_keyframe:
                keyframes.append(frames[-1])
    return sorted({time for time in frames if time >= 0}), sorted(keyframes)
