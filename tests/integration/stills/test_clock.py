"""Videos whose timestamps start over or jump in the middle."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stills.warnings import times_jump

Clip = Callable[..., Path]
Extract = Callable[..., Any]


def joined(clip: Clip, suffix: str, tmp_path: Path, **how: Any) -> Path:
    """A clip of 4 seconds at 25 frames per second, twice in one file."""
    path = tmp_path / f"joined.{suffix}"
    path.write_bytes(clip(suffix, **how).read_bytes() * 2)
    return path


@pytest.mark.parametrize("suffix", ["ts", "mkv", "mpg"])
def test_a_recording_that_was_joined_is_extracted_to_its_end(
    suffix: str, clip: Clip, run: Extract, tmp_path: Path
) -> None:
    codec = {"mpg": "mpeg2video"}.get(suffix, "libx264")
    path = joined(clip, suffix, tmp_path, codec=codec, gop=25)

    extracted = run(path, interval=1.0)

    # MPEG-PS has no timestamps for some frames, so there a frame may be taken for its neighbor.
    expected = [0, 25, 50, 75, 0, 25, 50, 75]
    assert np.abs(np.subtract(extracted.counters, expected)).max() <= (suffix == "mpg")
    assert extracted.times == sorted(extracted.times)
    assert times_jump(1) in extracted.manifest.warnings


def test_a_sound_recording_has_no_such_warning(clip: Clip, run: Extract) -> None:
    assert run(clip("ts")).manifest.warnings == ()
