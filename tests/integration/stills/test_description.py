"""The description of real clips."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from stills.demux.video import Video
from stills.description import source_of
from stills.manifest import Source

Clip = Callable[..., Path]


def described(path: Path) -> Source:
    with path.open("rb") as file, Video(file) as video:
        return source_of(video)


@pytest.mark.parametrize(
    ("suffix", "codec", "container", "name"),
    [
        ("mp4", "libx264", "mov", "h264"),
        ("mkv", "libx265", "matroska", "hevc"),
        ("webm", "libvpx", "matroska", "vp8"),
        ("webm", "libvpx-vp9", "matroska", "vp9"),
        ("mp4", "libsvtav1", "mov", "av1"),
        ("avi", "mpeg4", "avi", "mpeg4"),
        ("ts", "mpeg2video", "mpegts", "mpeg2video"),
    ],
)
def test_container_and_codec_have_their_usual_names(
    suffix: str, codec: str, container: str, name: str, clip: Clip
) -> None:
    source = described(clip(suffix, codec=codec))

    assert (source.container, source.codec) == (container, name)


def test_an_ordinary_video_is_described_in_full(clip: Clip) -> None:
    assert described(clip("mp4", rate=Fraction(24000, 1001), seconds=2)) == Source(
        container="mov",
        codec="h264",
        width=320,
        height=180,
        display_width=320,
        display_height=180,
        rotation=0,
        duration=2.002,
        frame_rate=23.976024,
        hdr=False,
    )


@pytest.mark.parametrize(
    ("how", "coded"),
    [
        ({"rotation": 90}, (192, 320)),
        ({"rotation": 180}, (320, 192)),
        ({"pixel_aspect": Fraction(4, 3)}, (240, 192)),
        ({"rotation": 270, "pixel_aspect": Fraction(4, 3)}, (144, 320)),
    ],
    ids=str,
)
def test_the_display_size_is_that_of_the_picture_as_shown(
    how: dict[str, Any], coded: tuple[int, int], clip: Clip
) -> None:
    source = described(clip("mp4", seconds=1, width=320, height=192, **how))

    assert (source.width, source.height) == coded
    assert (source.display_width, source.display_height) == (320, 192)
    assert source.rotation == how.get("rotation", 0)


@pytest.mark.parametrize(("transfer", "is_hdr"), [(16, True), (18, True), (14, False)])
def test_pq_and_hlg_are_hdr(transfer: int, is_hdr: bool, clip: Clip) -> None:
    path = clip(
        "mp4",
        seconds=1,
        codec="libx265",
        pixel_format="yuv420p10le",
        color={
            "colorspace": 9,
            "color_primaries": 9,
            "color_range": 1,
            "color_trc": transfer,
        },
    )

    assert described(path).hdr is is_hdr


def test_an_unknown_duration_is_none(clip: Clip) -> None:
    live = {"live": "1"}

    assert described(clip("mkv", container_options=live)).duration is None
