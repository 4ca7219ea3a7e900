"""Damage that FFmpeg's decoder of HEVC does not report."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from stills.errors import OutOfMemory
from tests.codecs import OPEN_GOP_HEVC

Clip = Callable[..., Path]
Extract = Callable[..., Any]

WARNING = "The video is damaged, so parts of some images may be wrong."
BY_ROWS = {"codec": "libx265", "gop": 25, "options": {"x265-params": "wpp=1:log-level=0"}}


def damaged(path: Path, into: Path) -> Path:
    """A copy with wrong bytes in all pictures but the first."""
    data, wrong = bytearray(path.read_bytes()), random.Random(1)
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux() if packet.size > 200]
    for packet in packets[1:]:
        assert packet.pos is not None
        for part in (0.4, 0.6, 0.8):
            place = packet.pos + int(packet.size * part)
            data[place : place + 10] = wrong.randbytes(10)
    into.write_bytes(data)
    return into


@pytest.mark.parametrize("options", [{"interval": 0.2}, {"keyframes": True}, {"scenes": True}])
def test_there_is_a_warning_if_pictures_are_damaged(
    options: dict[str, Any], clip: Clip, run: Extract, tmp_path: Path
) -> None:
    path = damaged(clip("mp4", **BY_ROWS), tmp_path / "damaged.mp4")

    manifest = run(path, **options).manifest

    assert WARNING in manifest.warnings
    assert manifest.images


@pytest.mark.parametrize("options", [{"interval": 0.2}, {"keyframes": True}, {"scenes": True}])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize(
    "how", [BY_ROWS, BY_ROWS | {"options": OPEN_GOP_HEVC, "pixel_format": "yuv420p10le"}]
)
def test_there_is_no_warning_if_nothing_is_damaged(
    how: dict[str, Any], suffix: str, options: dict[str, Any], clip: Clip, run: Extract
) -> None:
    assert run(clip(suffix, **how), **options).manifest.warnings == ()


def test_a_video_that_begins_within_a_group_of_pictures_is_not_damaged(
    clip: Clip, run: Extract, tmp_path: Path
) -> None:
    whole = clip("ts", codec="libx265", options=OPEN_GOP_HEVC)
    path = tmp_path / "open.ts"
    path.write_bytes(whole.read_bytes()[188 * 150 :])

    assert WARNING not in run(path, interval=0.2).manifest.warnings


def test_without_memory_for_it_damage_is_not_looked_for(
    clip: Clip, run: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OutOfMemory

    monkeypatch.setattr("stills.decode.hidden_damage.decode", fail)

    assert run(clip("mp4", **BY_ROWS), interval=1).manifest.warnings == ()
