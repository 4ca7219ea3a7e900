"""decord's VideoReader, which is asked for frames by their number."""

import sys
from pathlib import Path

import cv2
from decord import VideoReader


def main(video: str, folder: str, every: str, quality: str) -> None:
    reader = VideoReader(video)
    for number in _wanted(reader, every):
        picture = cv2.cvtColor(reader[number].asnumpy(), cv2.COLOR_RGB2BGR)
        path = Path(folder) / f"{number:06d}.jpg"
        cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])


def _wanted(reader: VideoReader, every: str) -> list[int]:
    if every == "keyframes":
        return list(reader.get_key_indices())
    step = max(1, round(reader.get_avg_fps() * float(every)))
    return list(range(0, len(reader), step))


if __name__ == "__main__":
    main(*sys.argv[1:])
