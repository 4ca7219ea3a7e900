"""`stills probe`: describes a video and writes nothing."""

import json
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from local.clips import make_clip

Stills = Callable[..., subprocess.CompletedProcess[str]]


def test_a_table_describes_the_video(stills: Stills, video: Path, tmp_path: Path) -> None:
    lines = stills("probe", video).stdout.splitlines()

    assert [line.split() for line in lines] == [
        ["clip.mp4"],
        ["container", "mov"],
        ["codec", "h264"],
        ["size", "320", "x", "180"],
        ["duration", "0:00:04.00"],
        ["frame", "rate", "25", "per", "second"],
        ["keyframes", "4"],
    ]
    assert list(tmp_path.iterdir()) == []


def test_json_describes_the_video_to_programs(stills: Stills, video: Path) -> None:
    description = json.loads(stills("probe", video, "--json").stdout)

    assert description["codec"] == "h264"
    assert (description["display_width"], description["keyframes"]) == (320, 4)


def test_the_size_includes_how_players_show_the_picture(stills: Stills, tmp_path: Path) -> None:
    make_clip(
        tmp_path / "phone.mp4",
        seconds=1,
        width=320,
        height=192,
        rotation=90,
        pixel_aspect=Fraction(4, 3),
    )

    table = stills("probe", "phone.mp4").stdout

    assert "144 x 320, shown as 320 x 192, rotated by 90°" in " ".join(table.split())


def test_hdr_is_named_beside_the_codec(stills: Stills, tmp_path: Path) -> None:
    make_clip(
        tmp_path / "hdr.mp4",
        seconds=1,
        width=320,
        height=180,
        codec="libx265",
        pixel_format="yuv420p10le",
        color={"colorspace": 9, "color_primaries": 9, "color_range": 1, "color_trc": 16},
        options={"x265-params": "log-level=none"},
    )

    assert "hevc, 10 bits, HDR" in stills("probe", "hdr.mp4").stdout
