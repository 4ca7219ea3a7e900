"""Listed times that give no image are reported, and never left out in silence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stills.errors import NoImages
from stills.warnings import image_limit, times_outside_span

Clip = Callable[..., Path]
Extract = Callable[..., Any]

FORMATS = {"mp4": "libx264", "mkv": "libx264", "ts": "libx264", "avi": "mpeg4", "webm": "libvpx"}


@pytest.mark.parametrize("pick", ["exact", "sharpest"])
@pytest.mark.parametrize(("suffix", "codec"), FORMATS.items())
def test_a_time_beyond_the_end_is_a_warning(
    suffix: str, codec: str, pick: str, clip: Clip, run: Extract
) -> None:
    path = clip(suffix, codec=codec, gop=25)

    extracted = run(path, timestamps=(1, 3.98, 4.3, 4.8, 500), pick=pick, sharpest_within=0.5)

    assert len(extracted.manifest.images) == 2
    [warning] = extracted.manifest.warnings
    assert warning.code == "times_beyond_end"
    assert (warning.values["count"], warning.values["total"]) == (3, 5)
    assert 4 <= warning.values["end"] < 5


@pytest.mark.parametrize("pick", ["exact", "sharpest"])
def test_without_any_time_within_the_video_the_error_says_so(
    pick: str, clip: Clip, run: Extract
) -> None:
    with pytest.raises(NoImages, match="Both listed times are beyond the end of the video, at 4 s"):
        run(clip("mp4"), timestamps=(4.3, 500), pick=pick)


def test_a_time_outside_of_start_and_end_is_a_warning(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), timestamps=(0.5, 1.5, 3.5), start=1, end=2)

    assert extracted.counters == [37]
    [warning] = extracted.manifest.warnings
    assert warning == times_outside_span(2, 3, 1, 2)


def test_an_extraction_that_stops_at_its_limit_does_not_know_what_is_beyond(
    clip: Clip, run: Extract
) -> None:
    extracted = run(clip("mp4"), timestamps=(1, 2, 500), max_images=1)

    assert extracted.manifest.warnings == (image_limit(1),)


def test_without_a_warning_every_listed_time_is_within_the_video(clip: Clip, run: Extract) -> None:
    extracted = run(clip("mp4"), timestamps=(0, "50%", 3.999, "100%"))

    assert extracted.counters == [0, 49, 99]
    assert extracted.manifest.warnings == ()
