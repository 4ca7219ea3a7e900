"""Videos of random scenery, of which it is known where scenes begin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np
from cv2.typing import MatLike

WIDTH, HEIGHT, RATE = 320, 180, 25
SCENES = 20
GRADUAL = 12, 26
"""The fewest and the most frames that a fade or a dissolve takes."""


class Cut(NamedTuple):
    """A scene begins anywhere from frame `first` to frame `last`."""

    first: int
    last: int


@dataclass(frozen=True)
class Kind:
    """`shade` changes each frame of a scene. Scenes take at least `shortest` and at most `longest`
    frames, and move by up to `speed` and shake by up to `shake` pixels a frame."""

    name: str
    shade: Callable[[np.random.Generator, MatLike], MatLike] = lambda _, picture: picture
    shortest: int = 30
    longest: int = 70
    speed: float = 1.5
    shake: float = 0
    flashes: int = 0
    gradual: str = ""


def _dark(_: np.random.Generator, picture: MatLike) -> MatLike:
    return cv2.convertScaleAbs(picture, alpha=0.12, beta=8)


def _hazy(_: np.random.Generator, picture: MatLike) -> MatLike:
    return cv2.convertScaleAbs(picture, alpha=0.15, beta=150)


def _grainy(random: np.random.Generator, picture: MatLike) -> MatLike:
    grain = random.normal(0, 12, picture.shape)
    return np.asarray(np.clip(picture + grain, 0, 255), np.uint8)


KINDS = (
    Kind("clear"),
    Kind("dark", _dark),
    Kind("hazy", _hazy),
    Kind("grainy", _grainy),
    Kind("fast motion", speed=22),
    Kind("handheld", shake=5),
    Kind("with flashes", flashes=2),
    Kind("short scenes", shortest=12, longest=20),
    Kind("fades through black", gradual="black"),
    Kind("dissolves", gradual="dissolve"),
)


def make(kind: Kind, seed: int, path: Path) -> list[Cut]:
    """Writes a video, and returns its cuts."""
    random = np.random.default_rng(seed)
    scenes = [list(_scene(kind, random)) for _ in range(SCENES)]
    frames: list[MatLike] = scenes[0]
    cuts: list[Cut] = []
    for scene in scenes[1:]:
        if not kind.gradual:
            cuts.append(Cut(len(frames), len(frames)))
            frames += scene
            continue
        length = int(random.integers(*GRADUAL))
        if kind.gradual == "black":
            begin = len(frames) - length
            frames = frames[:begin] + [
                _mixed(each, 1 - n / length) for n, each in enumerate(frames[begin:])
            ]
            frames += [np.zeros_like(scene[0])] * int(random.integers(1, 8))
            cuts.append(Cut(begin, len(frames) + length))
            frames += [_mixed(each, n / length) for n, each in enumerate(scene[:length])]
            frames += scene[length:]
        else:
            length = min(length, len(frames), len(scene) - 2)
            begin = len(frames) - length
            mixed = [
                cv2.addWeighted(old, 1 - (n + 1) / (length + 1), new, (n + 1) / (length + 1), 0)
                for n, (old, new) in enumerate(zip(frames[begin:], scene, strict=False))
            ]
            cuts.append(Cut(begin, len(frames)))
            frames = frames[:begin] + mixed + scene[length:]
    _write(path, frames)
    return cuts


def _mixed(picture: MatLike, share: float) -> MatLike:
    return cv2.convertScaleAbs(picture, alpha=share)


def _scene(kind: Kind, random: np.random.Generator) -> Iterator[MatLike]:
    length = int(random.integers(kind.shortest, kind.longest + 1))
    speed = kind.speed * random.uniform(0.5, 1)
    margin = round(kind.shake) + 1
    canvas = scenery(random, round(WIDTH + speed * length) + 2 * margin, HEIGHT + 2 * margin)
    flashes = set(random.integers(5, length - 5, kind.flashes)) if kind.flashes else set()
    for number in range(length):
        left, top = random.integers(0, 2 * margin - 1, 2) if kind.shake else (margin, margin)
        left = int(left) + round(speed * number)
        picture = canvas[top : top + HEIGHT, left : left + WIDTH]
        picture = kind.shade(random, picture)
        yield cv2.convertScaleAbs(picture, alpha=0.4, beta=150) if number in flashes else picture


def scenery(random: np.random.Generator, width: int, height: int) -> MatLike:
    """Clouds of random colors and sizes, before which there are a few shapes."""
    low, high = sorted(random.integers(0, 256, (2, 3)).tolist())
    clouds = np.zeros((height, width), np.float32)
    for size in (4, 12, 40):
        cells = random.random((height // size + 2, width // size + 2)).astype(np.float32)
        clouds += cv2.resize(cells, (width, height)) * size**0.5
    clouds = ((clouds - clouds.min()) / np.ptp(clouds))[..., None]
    picture = np.asarray(np.array(low) * (1 - clouds) + np.array(high) * clouds, np.uint8)
    for _ in range(max(4, width // 60)):
        color = random.integers(0, 256, 3).tolist()
        center = int(random.integers(0, width)), int(random.integers(0, height))
        cv2.circle(picture, center, int(random.integers(8, 40)), color, -1)
    return picture


def _write(path: Path, frames: list[MatLike]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", RATE, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in frames:
            container.mux(
                stream.encode(
                    av.VideoFrame.from_ndarray(np.asarray(picture, np.uint8), format="bgr24")
                )
            )
        container.mux(stream.encode())
