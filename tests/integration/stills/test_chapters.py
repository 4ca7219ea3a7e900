"""Images from the beginnings of chapters."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

import stills
from stills.errors import NoImages
from stills.warnings import chapters_beyond_end

Clip = Callable[..., Path]
Extract = Callable[..., Any]

MARKS = [(0, "Intro"), (1000, "=1+1"), (2520, ""), (3990, "End")]


def with_chapters(source: Path, target: Path, marks: Sequence[tuple[int, str]]) -> Path:
    """A copy of a clip with chapters that begin at these milliseconds."""
    with av.open(source) as given, av.open(target, "w") as copy:
        stream = copy.add_stream_from_template(given.streams.video[0])
        copy.set_chapters(
            [
                {
                    "id": number,
                    "start": start,
                    "end": start + 10,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": title} if title else {},
                }
                for number, (start, title) in enumerate(marks, 1)
            ]
        )
        for packet in given.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    return target


@pytest.fixture
def video(clip: Clip, tmp_path: Path) -> Path:
    return with_chapters(clip("mp4", gop=25), tmp_path / "chapters.mkv", MARKS)


def test_each_chapter_gives_the_frame_at_its_mark_with_its_title(video: Path, run: Extract) -> None:
    extracted = run(video, chapters=True)

    assert extracted.counters == [0, 25, 63, 99]
    assert [image.chapter for image in extracted.manifest.images] == ["Intro", "=1+1", "", "End"]
    assert extracted.manifest.source.chapters == 4
    assert extracted.manifest.warnings == ()


def test_the_sharpest_frame_of_a_chapter_is_not_before_its_mark(video: Path, run: Extract) -> None:
    extracted = run(video, chapters=True, pick="sharpest", sharpest_within=0.4)

    for image, (mark, _) in zip(extracted.manifest.images, MARKS, strict=True):
        assert mark / 1000 - 0.04 <= image.time <= mark / 1000 + 0.4


def test_a_plan_counts_the_chapters(video: Path) -> None:
    plan = stills.plan(video, chapters=True)

    assert (plan.images, plan.warnings) == (4, ())
    assert stills.plan(video, chapters=True, start=0.5, end=2).images == 1


def test_marks_beyond_the_end_are_a_warning(clip: Clip, tmp_path: Path, run: Extract) -> None:
    marks = [(2000, "a"), (9000, "b"), (500_000, "")]
    video = with_chapters(clip("mp4", gop=25), tmp_path / "beyond.mkv", marks)

    extracted = run(video, chapters=True)

    assert extracted.counters == [50]
    assert extracted.manifest.images[0].chapter == "a"
    assert extracted.manifest.warnings == (chapters_beyond_end(2, 3, 4),)


def test_a_video_without_chapters_has_no_images(clip: Clip, run: Extract) -> None:
    with pytest.raises(NoImages, match="The video has no chapters"):
        run(clip("mp4"), chapters=True)
    with pytest.raises(NoImages, match="The video has no chapters"):
        stills.plan(clip("mp4"), chapters=True)
