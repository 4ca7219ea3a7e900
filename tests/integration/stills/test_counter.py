"""Images show the frames on screen at the sample times. Each clip has a frame counter, which is
read from its images."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

Clip = Callable[..., Path]
Extract = Callable[..., Any]

HALF = Fraction(1, 2)
OPEN_GOP = {"x264-params": "open-gop=1:bframes=3:b-pyramid=normal:keyint=24:min-keyint=24"}

FORMATS: list[tuple[str, dict[str, Any]]] = [
    ("mp4", {"codec": "libx264"}),
    ("mp4", {"codec": "libx264", "gop": 12}),
    ("mp4", {"codec": "libx264", "gop": 1}),
    ("mp4", {"codec": "libx264", "options": OPEN_GOP}),
    ("mp4", {"codec": "libx264", "container_options": {"movflags": "frag_keyframe+empty_moov"}}),
    ("mp4", {"codec": "libx264", "container_options": {"movflags": "faststart"}}),
    ("mov", {"codec": "libx264", "gop": 25}),
    ("mkv", {"codec": "libx264", "gop": 25}),
    ("ts", {"codec": "libx264", "gop": 25}),
    ("flv", {"codec": "libx264", "gop": 25}),
    ("mp4", {"codec": "libx265", "gop": 25}),
    ("mkv", {"codec": "libx265", "options": {"x265-params": "open-gop=1:keyint=24:log-level=0"}}),
    ("ts", {"codec": "libx265", "pixel_format": "yuv420p10le"}),
    ("webm", {"codec": "libvpx", "gop": 25}),
    ("webm", {"codec": "libvpx-vp9", "gop": 25, "options": {"lag-in-frames": "16"}}),
    ("mp4", {"codec": "libsvtav1", "gop": 25, "options": {"preset": "12"}}),
    ("avi", {"codec": "mpeg4", "gop": 25}),
    ("avi", {"codec": "mpeg4", "gop": 25, "options": {"bf": "2"}}),
    ("avi", {"codec": "libx264", "gop": 25, "options": {"bf": "3", "preset": "veryfast"}}),
    ("mp4", {"codec": "mpeg4", "gop": 12, "options": {"bf": "2"}}),
    ("ts", {"codec": "mpeg2video", "gop": 12, "options": {"bf": "2"}}),
    ("mpg", {"codec": "mpeg2video", "gop": 12, "options": {"bf": "2"}}),
    ("avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
    ("mov", {"codec": "prores_ks", "pixel_format": "yuv422p10le"}),
    ("mkv", {"codec": "ffv1"}),
]


@pytest.mark.parametrize(("suffix", "how"), FORMATS, ids=lambda value: str(value))
@pytest.mark.parametrize("interval", [0.04, 0.3, 1.7])
def test_each_image_shows_the_frame_on_screen_at_its_sample_time(
    suffix: str, how: dict[str, Any], interval: float, clip: Clip, run: Extract
) -> None:
    extracted = run(clip(suffix, **how), interval=interval)

    samples = [Fraction(str(interval)) * step for step in range(1000)]
    assert extracted.counters == [int(25 * time) for time in samples if 25 * time <= 99]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("aspect", [Fraction(1), Fraction(4, 3), Fraction(8, 9)])
def test_pictures_are_upright_and_undistorted(
    rotation: int, aspect: Fraction, clip: Clip, run: Extract
) -> None:
    path = clip("mp4", seconds=1, width=320, height=192, rotation=rotation, pixel_aspect=aspect)

    extracted = run(path, interval=0.2)

    assert extracted.counters == [0, 5, 10, 15, 20]
    assert {picture.shape for picture in extracted.pictures} == {(192, 320, 3)}
    assert extracted.manifest.source.rotation == rotation


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), 30, Fraction(60000, 1001), 7])
@pytest.mark.parametrize(("suffix", "ticks"), [("mp4", 10**6), ("mkv", 1000), ("ts", 90_000)])
def test_fractional_frame_rates_are_as_exact_as_the_container_allows(
    rate: Fraction, suffix: str, ticks: int, clip: Clip, run: Extract
) -> None:
    extracted = run(clip(suffix, seconds=3, rate=rate), interval=0.25)

    times = [Fraction(int(number / Fraction(rate) * ticks + HALF), ticks) for number in range(200)]
    frames = times[: round(3 * Fraction(rate))]
    samples = [Fraction(step, 4) for step in range(12) if Fraction(step, 4) <= frames[-1]]
    assert extracted.counters == [sum(time <= at for time in frames) - 1 for at in samples]


@pytest.mark.parametrize("rate", ["24000/1001", "30000/1001", "60000/1001", "25/3"])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts", "avi"])
def test_the_frame_rate_as_a_fraction_gives_every_frame(
    rate: str, suffix: str, clip: Clip, run: Extract
) -> None:
    codec = "mpeg4" if suffix == "avi" else "libx264"
    path = clip(suffix, seconds=3, rate=Fraction(rate), codec=codec)

    extracted = run(path, fps=rate)

    assert extracted.counters == list(range(round(3 * Fraction(rate))))


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "webm", "ts", "flv"])
@pytest.mark.parametrize("first", [Fraction(0), Fraction(3, 2)])
def test_times_of_a_variable_frame_rate_count_from_the_first_frame(
    suffix: str, first: Fraction, clip: Clip, run: Extract
) -> None:
    times = [first + Fraction(number**2, 100) for number in range(20)]
    codec = "libvpx-vp9" if suffix == "webm" else "libx264"
    extracted = run(clip(suffix, times=times, codec=codec), interval=0.5)

    shown = [max(n for n in range(20) if n**2 <= 50 * step) for step in range(8)]
    assert extracted.counters == sorted(set(shown))


def test_a_video_shorter_than_the_interval_gives_its_first_frame(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4", seconds=1), interval=60)

    assert extracted.counters == [0]
    assert list(extracted.files) == ["frame_000000_00-00-00.000.jpg"]


def test_there_are_no_sample_times_before_start_or_after_end(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), interval=0.5, start=1.02, end=2.02)

    assert extracted.counters == [25, 38, 50]
    assert extracted.times == [1.0, 1.52, 2.0]
