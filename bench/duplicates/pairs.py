"""Pairs of pictures, each labeled: whether a person who collects images takes one for a duplicate
of the other."""

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.footage import Footage
from local.scene import Picture, Scene

SIZES = (640, 360), (1280, 720), (1920, 1080)
SEEDS = range(4)


class Pair(NamedTuple):
    kind: str
    is_duplicate: bool
    one: Picture
    other: Picture


def pairs() -> Iterator[Pair]:
    for (kind, is_duplicate, make), size, seed in product(KINDS, SIZES, SEEDS):
        yield Pair(kind, is_duplicate, *make(np.random.default_rng(seed), *size))


def slide(random: np.random.Generator, width: int, height: int, lines: int = 4) -> Picture:
    """A slide with a title and lines of random digits, dark on light or light on dark."""
    paper, ink = (250, 30) if random.random() < 0.7 else (35, 230)
    picture = np.full((height, width, 3), paper, np.uint8)
    write(picture, _digits(random, 10), 0.12, ink, size=2)
    for line in range(lines):
        write(picture, _digits(random, 24), 0.25 + 0.08 * line, ink)
    return picture


def write(picture: Picture, text: str, down: float, ink: int, size: float = 1) -> None:
    """Small text is 1/36 of the height of the picture."""
    height, width = picture.shape[:2]
    at, scale = (width // 16, round(down * height)), size * height / 36 / 22
    line = max(1, round(size * height / 500))
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (ink,) * 3, line, cv2.LINE_AA)


def photo(random: np.random.Generator, width: int, height: int) -> Picture:
    """A landscape, or ground from above."""
    number = int(random.integers(1000))
    if random.random() < 0.5:
        return Scene(width, height).draw(0, Fraction(number, 10))
    return np.asarray(Footage(width, height).draw(number).to_ndarray(format="bgr24"), np.uint8)


def encoded(picture: Picture, crf: int) -> Picture:
    """The picture after H.264."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"crf": str(crf), "preset": "veryfast"}
        stream = container.add_stream("libx264", 25, options=options)
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = "yuv420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file, "r") as clip:
        frame = next(clip.decode(video=0))
        return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def with_grain(picture: Picture, random: np.random.Generator, deviation: float) -> Picture:
    grain = random.normal(0, deviation, (*picture.shape[:2], 1))
    return _clipped(picture + grain)


def dark(picture: Picture) -> Picture:
    return _clipped(picture * 0.12)


def hazy(picture: Picture) -> Picture:
    return _clipped(picture * 0.15 + 170)


def _clipped(values: NDArray[Any]) -> Picture:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _digits(random: np.random.Generator, count: int) -> str:
    return "".join(random.choice(list("0123456789 "), count))


Two = tuple[Picture, Picture]


def _reencoded(random: np.random.Generator, picture: Picture) -> Two:
    low, high = random.choice([16, 20, 23, 26, 30, 34], 2, replace=False)
    return encoded(picture, low), encoded(picture, high)


def _same_slide(random: np.random.Generator, width: int, height: int) -> Two:
    return _reencoded(random, slide(random, width, height))


def _same_photo(random: np.random.Generator, width: int, height: int) -> Two:
    return _reencoded(random, photo(random, width, height))


def _same_dark(random: np.random.Generator, width: int, height: int) -> Two:
    picture = dark(photo(random, width, height))
    one, other = (encoded(with_grain(picture, random, 2), 24) for _ in range(2))
    return one, other


def _same_with_grain(random: np.random.Generator, width: int, height: int) -> Two:
    picture, deviation = photo(random, width, height), random.uniform(4, 10)
    one, other = (encoded(with_grain(picture, random, deviation), 24) for _ in range(2))
    return one, other


def _flicker(random: np.random.Generator, width: int, height: int) -> Two:
    picture = photo(random, width, height)
    return encoded(picture, 23), encoded(_clipped(picture * 1.01 + 1), 23)


def _moved_cursor(random: np.random.Generator, width: int, height: int) -> Two:
    picture = slide(random, width, height)

    def pointed() -> Picture:
        x, y = random.uniform(0.1, 0.9, 2) * (width, height)
        corners = np.array([(0, 0), (0, 16), (4, 13), (7, 19), (9, 18), (6, 12), (11, 12)])
        arrow = np.round(corners * height / 720 + (x, y)).astype(np.int32)
        shown = cv2.fillPoly(picture.copy(), [arrow], (0, 0, 0), cv2.LINE_AA)
        shown = cv2.polylines(shown, [arrow], True, (255, 255, 255), 1, cv2.LINE_AA)
        return encoded(np.asarray(shown, np.uint8), 23)

    return pointed(), pointed()


def _shaken(random: np.random.Generator, width: int, height: int) -> Two:
    """By half a thousandth of the width: less than a pixel at 720p."""
    picture, (x, y) = photo(random, width, height), random.uniform(-1, 1, 2) * width / 2000
    moved = cv2.warpAffine(
        picture, np.array([[1, 0, x], [0, 1, y]]), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return encoded(picture, 23), encoded(np.asarray(moved, np.uint8), 23)


def _next_slide(random: np.random.Generator, width: int, height: int) -> Two:
    one, other = slide(random, width, height), slide(random, width, height)
    return encoded(one, 23), encoded(other, 23)


def _added_line(random: np.random.Generator, width: int, height: int) -> Two:
    picture = slide(random, width, height)
    more = picture.copy()
    write(more, _digits(random, 16), 0.65, 230 if picture[0, 0, 0] < 99 else 30)
    return encoded(picture, 23), encoded(more, 23)


def _changed_line(random: np.random.Generator, width: int, height: int) -> Two:
    """One line of small text has other digits."""
    picture = slide(random, width, height)
    ink = 230 if picture[0, 0, 0] < 99 else 30
    one, other = picture.copy(), picture.copy()
    write(one, _digits(random, 16), 0.65, ink)
    write(other, _digits(random, 16), 0.65, ink)
    return encoded(one, 26), encoded(other, 26)


def _faint_line(random: np.random.Generator, width: int, height: int) -> Two:
    """A line of text is added whose contrast is low."""
    picture = slide(random, width, height)
    more = picture.copy()
    write(more, _digits(random, 24), 0.65, 85 if picture[0, 0, 0] < 99 else 200)
    return encoded(picture, 23), encoded(more, 23)


def _plain(random: np.random.Generator, width: int, height: int) -> Two:
    """Two colors of the same luma."""
    luma = random.integers(60, 190)
    pictures = []
    for turn in random.uniform(0, 2 * np.pi) + np.array([0, random.uniform(0.5, 3)]):
        ycrcb = [luma, 128 + 40 * np.cos(turn), 128 + 40 * np.sin(turn)]
        one = np.full((height, width, 3), ycrcb).astype(np.uint8)
        pictures.append(encoded(np.asarray(cv2.cvtColor(one, cv2.COLOR_YCrCb2BGR), np.uint8), 23))
    return pictures[0], pictures[1]


def _grays(random: np.random.Generator, width: int, height: int) -> Two:
    level = random.integers(0, 240)
    one, other = (
        encoded(np.full((height, width, 3), each, np.uint8), 23) for each in (level, level + 15)
    )
    return one, other


def _other_photo(change: Callable[[Picture], Picture]) -> Callable[..., Two]:
    def make(random: np.random.Generator, width: int, height: int) -> Two:
        one, other = (
            encoded(with_grain(change(photo(random, width, height)), random, 1), 23)
            for _ in range(2)
        )
        return one, other

    return make


def _fade(random: np.random.Generator, width: int, height: int) -> Two:
    picture = photo(random, width, height)
    return encoded(picture, 23), encoded(_clipped(picture * 0.8), 23)


def _panned(random: np.random.Generator, width: int, height: int) -> Two:
    """By a twentieth of the width."""
    picture, step = photo(random, width * 5 // 4, height), width // 20
    return encoded(picture[:, :width].copy(), 23), encoded(
        picture[:, step : step + width].copy(), 23
    )


def _walker(random: np.random.Generator, width: int, height: int) -> Two:
    """Somebody, a tenth of the height tall, has moved on."""
    picture = photo(random, width, height)

    def walked() -> Picture:
        shown, tall = picture.copy(), height // 10
        x = int(random.integers(tall, width - tall))
        color = tuple(int(each) for each in random.integers(0, 120, 3))
        cv2.ellipse(shown, (x, height // 2), (tall // 5, tall // 2), 0, 0, 360, color, -1)
        return encoded(shown, 23)

    return walked(), walked()


KINDS: tuple[tuple[str, bool, Callable[..., Two]], ...] = (
    ("slide, encoded again", True, _same_slide),
    ("photo, encoded again", True, _same_photo),
    ("dark scene with noise", True, _same_dark),
    ("film grain", True, _same_with_grain),
    ("flicker", True, _flicker),
    ("moved cursor", True, _moved_cursor),
    ("shake below a pixel", True, _shaken),
    ("next slide", False, _next_slide),
    ("line added", False, _added_line),
    ("line changed", False, _changed_line),
    ("faint line added", False, _faint_line),
    ("plain colors", False, _plain),
    ("plain grays", False, _grays),
    ("other photo", False, _other_photo(lambda picture: picture)),
    ("other dark scene", False, _other_photo(dark)),
    ("other hazy scene", False, _other_photo(hazy)),
    ("fade by a fifth", False, _fade),
    ("pan by a twentieth", False, _panned),
    ("somebody walks", False, _walker),
)
