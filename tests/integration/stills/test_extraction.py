"""The whole extraction, in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stills.demux.video import Video
from stills.description import source_of
from stills.errors import AllLeftOut, NoImages
from stills.extraction import extract
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.warnings import image_limit
from tests.sinks import MemorySink

Clip = Callable[..., Path]


def extracted(path: Path, sink: MemorySink, **options: Any) -> Manifest:
    with path.open("rb") as file:
        return extract(file, ExtractionOptions(**options), sink)


def test_the_manifest_describes_the_video_and_repeats_the_options(clip: Clip) -> None:
    path = clip("mp4")

    manifest = extracted(path, MemorySink(), interval=2, format="png")

    with path.open("rb") as file, Video(file) as video:
        assert manifest.source == source_of(video)
    assert manifest.options == ExtractionOptions(interval=2, format="png")
    assert (manifest.warnings, manifest.decoded_until, manifest.dropped) == ((), None, {})


def test_the_description_precedes_the_images(clip: Clip) -> None:
    sink = MemorySink()

    manifest = extracted(clip("mp4", gop=25), sink)

    assert sink.opened_as == [(manifest.source, 4)]
    assert sink.calls[0] == "opened"


@pytest.mark.parametrize(
    "options",
    [
        {"interval": 0.5},
        {"interval": 0.2, "start": 2, "end": 3},
        {"start": 1, "timestamps": (1.5, 3.0)},
        {"pick": "sharpest"},
    ],
    ids=str,
)
def test_progress_rises_from_almost_nothing_to_one(options: dict[str, Any], clip: Clip) -> None:
    sink = MemorySink()

    manifest = extracted(clip("mp4", gop=25), sink, **options)

    fractions, images = zip(*sink.reports, strict=True)
    assert list(fractions) == sorted(fractions)
    assert fractions[0] < 0.2
    assert sink.reports[-1] == (1.0, len(manifest.images))
    assert list(images) == sorted(images)


def test_progress_stays_at_zero_while_the_duration_is_unknown(clip: Clip) -> None:
    sink = MemorySink()

    extracted(clip("mkv", container_options={"live": "1"}), sink)

    assert {fraction for fraction, _ in sink.reports} == {0.0, 1.0}
    assert sink.reports[-1][0] == 1.0


def test_an_extraction_whose_images_are_all_left_out_fails_and_says_why(clip: Clip) -> None:
    with pytest.raises(AllLeftOut) as failure:
        extracted(clip("mp4"), MemorySink(), skip_black=True, black_threshold=1)

    assert failure.value.reason == "All images were left out: 4 as black."


def test_a_span_after_the_end_of_the_video_has_no_images(clip: Clip) -> None:
    with pytest.raises(NoImages) as failure:
        extracted(clip("mp4"), MemorySink(), start=100)

    assert failure.value.reason == NoImages.reason


def test_an_extraction_that_reaches_the_limit_of_images_stops_with_a_warning(clip: Clip) -> None:
    sink = MemorySink()

    manifest = extracted(clip("mp4"), sink, every_nth=1, max_images=1)

    assert manifest.warnings == (image_limit(1),)
    assert len(sink.files) == 1


def test_an_error_of_the_sink_ends_the_extraction(clip: Clip) -> None:
    class Full(MemorySink):
        def store(self, name: str, data: bytes) -> int:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        extracted(clip("mp4"), Full())


@pytest.mark.parametrize(
    "options",
    [
        {"interval": 0.5},
        {"scenes": True},
        {"best": 3},
        {"keyframes": True, "pick": "sharpest"},
        {"every_nth": 10, "pick": "sharpest"},
        {"count": 3, "pick": "sharpest"},
    ],
)
def test_progress_goes_from_the_beginning_to_the_end_once(
    options: dict[str, Any], clip: Callable[..., Path], run: Callable[..., Any]
) -> None:
    fractions = [fraction for fraction, _ in run(clip("mp4", gop=25), **options).reports]

    assert fractions == sorted(fractions)
    assert fractions[0] < 0.1
    assert max(fractions[:-1]) > 0.7
    assert fractions[-1] == 1
