"""Damage in the middle of videos, also where FFmpeg's decoder does not report it."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import av
import pytest

from stills.errors import OutOfMemory
from stills.warnings import hidden_damage
from tests.codecs import OPEN_GOP_HEVC

Clip = Callable[..., Path]
Extract = Callable[..., Any]

BY_ROWS = {"codec": "libx265", "gop": 25, "options": {"x265-params": "wpp=1:log-level=0"}}
HEVC = BY_ROWS | {"options": {"x265-params": "wpp=0:log-level=0"}}
FAST = {"deadline": "realtime", "cpu-used": "6"}
VP8 = {"codec": "libvpx", "gop": 25, "options": FAST}
VP9 = {"codec": "libvpx-vp9", "gop": 25, "options": FAST}
LARGE = {"width": 2560, "height": 1440, "seconds": 1}

SILENT: dict[str, tuple[str, dict[str, Any]]] = {
    "HEVC": ("mp4", HEVC),
    "HEVC in Matroska": ("mkv", HEVC),
    "HEVC in a transport stream": ("ts", HEVC),
    "HEVC, entry points": ("mp4", BY_ROWS),
    "HEVC, 1440p": ("mp4", HEVC | LARGE),
    "VP8": ("webm", VP8),
    "VP8, 1440p": ("webm", VP8 | LARGE),
    "VP9": ("webm", VP9),
    "VP9 in MP4": ("mp4", VP9),
    "VP9, 1440p": ("webm", VP9 | LARGE),
}
"""Of codecs whose decoders do not report most damage."""

REPORTED: dict[str, tuple[str, dict[str, Any]]] = {
    "H.264": ("mp4", {"gop": 25}),
    "H.264, 1440p": ("mp4", {"gop": 25} | LARGE),
    "AV1": ("mp4", {"codec": "libsvtav1", "gop": 25, "options": {"preset": "12"}}),
    "MPEG-4": ("mp4", {"codec": "mpeg4", "gop": 25}),
    "MPEG-2": ("mkv", {"codec": "mpeg2video", "gop": 25}),
}


def packets_of(path: Path) -> list[tuple[int, int]]:
    """Where the larger packets are, and how long."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux() if packet.size > 150]
    return [(packet.pos, packet.size) for packet in packets if packet.pos is not None]


def damaged(path: Path, into: Path, packets: Iterable[tuple[int, int]], hole: bytes = b"") -> Path:
    """A copy with wrong bytes in the packets, or with a hole in each."""
    data, wrong = bytearray(path.read_bytes()), random.Random(1)
    for position, size in packets:
        for part in (0.4,) if hole else (0.4, 0.6, 0.8):
            place = position + int(size * part)
            new = hole or wrong.randbytes(10)
            data[place : place + len(new)] = new
    into.write_bytes(data)
    return into


@pytest.mark.parametrize("name", [*SILENT, *REPORTED])
def test_there_is_a_warning_if_pictures_in_the_middle_are_damaged(
    name: str, clip: Clip, run: Extract, tmp_path: Path
) -> None:
    suffix, how = (SILENT | REPORTED)[name]
    whole = clip(suffix, **how)
    packets = packets_of(whole)
    middle = packets[len(packets) // 3 : len(packets) * 2 // 3]

    manifest = run(damaged(whole, tmp_path / whole.name, middle), interval=0.04).manifest

    assert manifest.warnings
    assert manifest.images


@pytest.mark.parametrize("options", [{"interval": 0.2}, {"keyframes": True}, {"scenes": True}])
@pytest.mark.parametrize("name", ["HEVC", "HEVC, entry points", "VP9"])
def test_there_is_a_warning_whatever_images_are_wanted(
    name: str, options: dict[str, Any], clip: Clip, run: Extract, tmp_path: Path
) -> None:
    suffix, how = SILENT[name]
    whole = clip(suffix, **how)

    path = damaged(whole, tmp_path / whole.name, packets_of(whole)[1:])

    assert run(path, **options).manifest.warnings


@pytest.mark.parametrize("name", ["HEVC", "VP8", "VP9"])
def test_a_hole_of_zeros_is_found_also_where_nothing_is_decoded_twice(
    name: str, clip: Clip, run: Extract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stills.decode.hidden_damage.ALLOWANCE", 0)
    monkeypatch.setattr("stills.decode.hidden_damage.SHARE", 0.0)
    suffix, how = SILENT[name]
    whole = clip(suffix, **how)
    largest = sorted(packets_of(whole), key=lambda packet: packet[1])[-2:]

    path = damaged(whole, tmp_path / whole.name, largest, hole=bytes(80))

    assert run(path, interval=0.04).manifest.warnings


@pytest.mark.parametrize("options", [{"interval": 0.2}, {"keyframes": True}, {"scenes": True}])
@pytest.mark.parametrize("name", SILENT)
def test_there_is_no_warning_if_nothing_is_damaged(
    name: str, options: dict[str, Any], clip: Clip, run: Extract
) -> None:
    suffix, how = SILENT[name]

    assert run(clip(suffix, **how), **options).manifest.warnings == ()


@pytest.mark.parametrize("options", [{"interval": 0.2}, {"keyframes": True}, {"scenes": True}])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_there_is_no_warning_for_open_groups_of_pictures_with_10_bits(
    suffix: str, options: dict[str, Any], clip: Clip, run: Extract
) -> None:
    how = BY_ROWS | {"options": OPEN_GOP_HEVC, "pixel_format": "yuv420p10le"}

    assert run(clip(suffix, **how), **options).manifest.warnings == ()


@pytest.mark.parametrize(
    "how", [{"auto-alt-ref": "1", "lag-in-frames": "16"}, {"tile-columns": "2"}]
)
@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv444p"])
def test_there_is_no_warning_for_other_ways_to_code_vp9(
    how: dict[str, str], pixel_format: str, clip: Clip, run: Extract
) -> None:
    path = clip("webm", codec="libvpx-vp9", gop=25, options=FAST | how, pixel_format=pixel_format)

    assert run(path, interval=0.04).manifest.warnings == ()


def test_a_video_that_begins_within_a_group_of_pictures_is_not_damaged(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    whole = clip("ts", codec="libx265", options=OPEN_GOP_HEVC)
    path = tmp_path / "open.ts"
    path.write_bytes(whole.read_bytes()[188 * 150 :])

    assert hidden_damage() not in run(path, interval=0.2).manifest.warnings


def test_without_memory_for_it_damage_is_not_looked_for(
    clip: Clip, run: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OutOfMemory

    monkeypatch.setattr("stills.decode.hidden_damage.decode", fail)

    assert run(clip("mp4", **BY_ROWS), interval=1).manifest.warnings == ()
