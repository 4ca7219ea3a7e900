"""`cv2.VideoCapture.read()`, frame by frame."""

import sys
from pathlib import Path

import cv2


def main(video: str, folder: str, every: str, quality: str) -> None:
    capture = cv2.VideoCapture(video)
    step = max(1, round(capture.get(cv2.CAP_PROP_FPS) * float(every)))
    number = 0
    while True:
        read, picture = capture.read()
        if not read:
            break
        if number % step == 0:
            path = Path(folder) / f"{number:06d}.jpg"
            cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
