"""Interlaced videos: frames are shown without combing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Clip = Callable[..., Path]
Extract = Callable[..., Any]

INTERLACED = {"codec": "libx264", "options": {"x264-params": "interlaced=1:keyint=25"}}


@pytest.mark.parametrize("suffix", ["mp4", "ts"])
@pytest.mark.parametrize("options", [{"interval": 1.0}, {"every_nth": 25}, {"keyframes": True}])
def test_interlaced_frames_are_extracted_however_they_are_selected(
    suffix: str, options: dict[str, Any], clip: Clip, run: Extract
) -> None:
    extracted = run(clip(suffix, **INTERLACED), **options)

    assert extracted.counters == [0, 25, 50, 75]
