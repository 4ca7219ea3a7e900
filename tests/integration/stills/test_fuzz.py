"""Damaged videos: each extraction ends within its limits, with images or with an error code.

`FUZZ=2000` (set by `make fuzz`) tries 2,000 mutations; without it, a few are tried. A number always
stands for the same mutation, so that a failure can be repeated.
"""

import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.errors import DecodingFailed, StillsError
from stills.options import ExtractionOptions
from stills.sandbox.client import extract
from stills.sandbox.process import Limits
from tests.animations import animation
from tests.formats import FORMATS
from tests.sinks import MemorySink

MEDIA = Path(__file__).parents[4] / "shared" / "media"
ROUNDS = int(os.environ.get("FUZZ", "12"))
LIMITS = Limits(memory=1024**3, cpu=30, silence=20)

HEADER = 4096
EXTREMES = (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x01")

Mutation = Callable[[bytearray, random.Random], bytes]


def truncated(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def flipped(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 10, 1000))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def with_a_damaged_header(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 4, 40))):
        data[chance.randrange(min(HEADER, len(data)))] = chance.randrange(256)
    return bytes(data)


def with_extreme_fields(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 5, 20))):
        at = chance.randrange(max(1, len(data) - 4))
        data[at : at + 4] = chance.choice(EXTREMES)
    return bytes(data)


def reordered(data: bytearray, chance: random.Random) -> bytes:
    cuts = sorted(chance.randrange(len(data)) for _ in range(3))
    first, second, third, fourth = (
        data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)
    )
    return bytes(first + third + second + fourth)


MUTATIONS: tuple[Mutation, ...] = (
    truncated,
    flipped,
    with_a_damaged_header,
    with_extreme_fields,
    reordered,
)

OPTIONS = (
    ExtractionOptions(interval=0.5),
    ExtractionOptions(keyframes=True, contact_sheet=True),
    ExtractionOptions(scenes=True, per_scene=2, sprite=True),
    ExtractionOptions(count=5, pick="sharpest"),
    ExtractionOptions(timestamps=("10%", "90%"), width=160),
    ExtractionOptions(every_nth=3, crop=("10%", 0, "50%", "50%"), csv=True, coco=True),
    ExtractionOptions(chapters=True, pdf=True, max_images=5),
    ExtractionOptions(best=4, min_gap=0.1, skip_blurred=True),
    ExtractionOptions(interval=0.5, format="png", alpha=True, names="{name}_{frame}"),
    ExtractionOptions(count=2, format="tiff", tone_map=False, location=True),
    ExtractionOptions(fps=2, skip_black=True, skip_duplicates=True, format="webp"),
)


@pytest.fixture(scope="session")
def originals(clip: Callable[..., Path]) -> list[Path]:
    made = [
        clip("mp4", seconds=1),
        clip("mkv", seconds=1, codec="libx265"),
        clip("webm", seconds=1, codec="libvpx-vp9"),
        clip("ts", seconds=1),
        clip("avi", seconds=1, codec="mpeg4"),
        clip("mp4", seconds=1, codec="libsvtav1", options={"preset": "12"}),
    ]
    made += [clip(suffix, **{"seconds": 1} | how) for suffix, how in FORMATS.values()]
    made.append(animation(made[0].with_suffix(".webp"), [100] * 6))
    return made + sorted(path for path in MEDIA.glob("*.*") if path.suffix not in (".json", ".md"))


@pytest.mark.timeout(0 if ROUNDS > 100 else 300)
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_damaged_video_ends_with_images_or_an_error_code(
    number: int, originals: list[Path]
) -> None:
    chance = random.Random(number)
    original = originals[number % len(originals)]
    mutation = MUTATIONS[number // len(originals) % len(MUTATIONS)]
    video = io.BytesIO(mutation(bytearray(original.read_bytes()), chance))

    try:
        manifest = extract(video, chance.choice(OPTIONS), MemorySink(), limits=LIMITS)
    except DecodingFailed:
        raise  # a bug of ours
    except StillsError:
        return
    assert manifest.images
