"""Animated pictures that are partly transparent."""

from pathlib import Path

import cv2
import numpy as np


def animation(path: Path, delays: list[int]) -> Path:
    """A square that moves over a background that is partly transparent."""
    frames = []
    for number, _ in enumerate(delays):
        frame = np.zeros((64, 96, 4), np.uint8)
        frame[:, 48:] = 200, 100, 50, 255
        frame[8:24, 8 * number : 8 * number + 16] = 0, 0, 255, 255
        frames.append(frame)
    moving = cv2.Animation()
    moving.frames, moving.durations = frames, delays
    assert cv2.imwriteanimation(str(path), moving)
    return path
