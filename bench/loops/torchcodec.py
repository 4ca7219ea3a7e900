"""torchcodec's VideoDecoder, which is asked for the frames on screen at given times."""

import sys
from itertools import count, takewhile
from pathlib import Path

import cv2
from torchcodec.decoders import VideoDecoder

BATCH = 8
"""Frames at a time: decoded frames are large."""


def main(video: str, folder: str, every: str, quality: str) -> None:
    decoder = VideoDecoder(video, dimension_order="NHWC")
    times = _wanted(decoder, float(every))
    for begin in range(0, len(times), BATCH):
        frames = decoder.get_frames_played_at(times[begin : begin + BATCH])
        for number, frame in enumerate(frames.data.numpy(), begin):
            picture = cv2.cvtColor(frame, cv2.COLOR_RGB2BGR)
            path = Path(folder) / f"{number:06d}.jpg"
            cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])


def _wanted(decoder: VideoDecoder, every: float) -> list[float]:
    begin = decoder.metadata.begin_stream_seconds
    if not every:
        return [begin + number / decoder.metadata.average_fps for number in range(len(decoder))]
    times = (begin + step * every for step in count())
    return list(takewhile(lambda time: time < decoder.metadata.end_stream_seconds, times))


if __name__ == "__main__":
    main(*sys.argv[1:])
