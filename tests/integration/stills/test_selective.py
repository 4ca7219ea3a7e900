"""Decoding as little as possible gives the same pixels as decoding everything."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from stills.decode import parallel as decoders
from stills.decode.record import DecodeRecord
from stills.decode.selective import SelectiveDecoder
from stills.decode.sequential import SequentialDecoder
from stills.demux.video import Frame, Video
from stills.extraction import extract
from stills.options import ExtractionOptions
from stills.planning.sample_times import Regular, SampleTimes
from stills.sandbox.block_cache import BlockCache
from stills.select.selection import at_sample_times
from tests.sinks import MemorySink

Clip = Callable[..., Path]

SECOND = 1_000_000
OPEN_GOP = {"x264-params": "open-gop=1:bframes=3:b-pyramid=normal:keyint=24:min-keyint=24"}
OPEN_GOP_HEVC = {"x265-params": "open-gop=1:keyint=24:log-level=0"}

CLIPS: dict[str, tuple[str, dict[str, Any]]] = {
    "long GOP": ("mp4", {"codec": "libx264"}),
    "short GOP": ("mp4", {"codec": "libx264", "gop": 12}),
    "open GOP": ("mp4", {"codec": "libx264", "options": OPEN_GOP}),
    "open GOP in Matroska": ("mkv", {"codec": "libx264", "options": OPEN_GOP}),
    "HEVC": ("mp4", {"codec": "libx265", "gop": 25}),
    "HEVC, open GOP": ("mp4", {"codec": "libx265", "options": OPEN_GOP_HEVC}),
    "VP9": ("webm", {"codec": "libvpx-vp9", "gop": 25}),
    "AV1": ("mp4", {"codec": "libsvtav1", "gop": 25, "options": {"preset": "12"}}),
    "MPEG-4 in AVI": ("avi", {"codec": "mpeg4", "gop": 12}),
    "MPEG-4, B-frames": ("mp4", {"codec": "mpeg4", "gop": 25, "options": {"bf": "2"}}),
    "transport stream": ("ts", {"codec": "libx264", "gop": 25}),
    "all keyframes": ("mp4", {"codec": "libx264", "gop": 1}),
}

Selection = list[tuple[int, int, str]]


def selected(frames: Iterator[Frame], samples: SampleTimes) -> Selection:
    return [
        (time, frame.time, hashlib.sha256(frame.picture.to_ndarray(format="bgr24")).hexdigest())
        for time, frame in at_sample_times(frames, samples)
    ]


def counted(frames: Iterator[Frame], count: list[int]) -> Iterator[Frame]:
    for frame in frames:
        count[0] += 1
        yield frame


def both(path: Path, samples: SampleTimes) -> tuple[Selection, Selection, int]:
    """What is selected by selective decoding and by decoding everything, and how many frames were
    decoded selectively."""
    count = [0]
    with path.open("rb") as file, Video(file) as video:
        selective = selected(counted(SelectiveDecoder(video).frames_at(samples), count), samples)
    with path.open("rb") as file, Video(file) as video:
        return (
            selective,
            selected(SequentialDecoder(video, DecodeRecord()).every_frame(), samples),
            count[0],
        )


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("interval", [Fraction(1, 10), Fraction(7, 10), Fraction(2), Fraction(3)])
@pytest.mark.parametrize("start", [0, 480_000])
def test_the_same_pixels_at_the_same_times(
    name: str, interval: Fraction, start: int, clip: Clip
) -> None:
    suffix, how = CLIPS[name]

    selective, all_of_it, _ = both(clip(suffix, **how), Regular(start, interval * SECOND))

    assert selective == all_of_it


@pytest.mark.parametrize("cores", [1, 3, 8])
@pytest.mark.parametrize("name", ["short GOP", "open GOP", "HEVC, open GOP", "transport stream"])
def test_the_same_pixels_on_any_number_of_cores(
    name: str, cores: int, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, "THREADS", cores)
    suffix, how = CLIPS[name]

    selective, all_of_it, _ = both(clip(suffix, **how), Regular(0, Fraction(SECOND, 10)))

    assert selective == all_of_it


def test_frames_that_nobody_takes_any_more_leave_no_thread(clip: Clip) -> None:
    before = threading.active_count()

    with clip("mp4", gop=12).open("rb") as file, Video(file) as video:
        frames = SelectiveDecoder(video).frames_between(0, None)
        first = next(frames)
        frames.close()

        assert first.time == 0
        assert threading.active_count() == before


def test_to_close_a_video_ends_its_decoders_first(clip: Clip) -> None:
    before = threading.active_count()

    with clip("mp4", gop=12).open("rb") as file, Video(file) as video:
        frames = SelectiveDecoder(video).frames_between(0, None)
        next(frames)
        during = threading.active_count()

    assert before == threading.active_count() < during


@pytest.mark.parametrize(
    "name", ["short GOP", "open GOP", "open GOP in Matroska", "HEVC, open GOP", "MPEG-4, B-frames"]
)
@pytest.mark.parametrize("start", [0, 480_000, 960_000])
def test_a_sparse_extraction_decodes_a_fraction(name: str, start: int, clip: Clip) -> None:
    suffix, how = CLIPS[name]

    _, images, decoded = both(clip(suffix, **how), Regular(start, Fraction(2 * SECOND)))

    assert len(images) == 2
    assert decoded < 50 < 100


def mark_every_sample_as_a_keyframe(path: Path, lying: Path) -> Path:
    """Without its table of sync samples, an MP4 says that all samples are keyframes."""
    data = path.read_bytes()
    assert data.count(b"stss") == 1
    lying.write_bytes(data.replace(b"stss", b"free"))
    return lying


def test_an_index_that_lies_costs_time_and_no_exactness(clip: Clip, tmp_path: Path) -> None:
    path = mark_every_sample_as_a_keyframe(clip("mp4", codec="libx264"), tmp_path / "lying.mp4")

    selective, all_of_it, _ = both(path, Regular(0, Fraction(SECOND)))

    assert selective == all_of_it
    assert [time for _, time, _ in all_of_it] == [0, SECOND, 2 * SECOND, 3 * SECOND]


@pytest.mark.parametrize("name", CLIPS)
def test_keyframes_alone_are_those_of_reading_everything(name: str, clip: Clip) -> None:
    suffix, how = CLIPS[name]
    path = clip(suffix, **how)

    with path.open("rb") as file, Video(file) as video:
        found = [frame.time for frame in SelectiveDecoder(video).key_frames(0, None)]
    with path.open("rb") as file, Video(file) as video:
        frames = SequentialDecoder(video, DecodeRecord()).every_frame()
        expected = [frame.time for frame in frames if frame.picture.key_frame]

    assert found == expected


@pytest.mark.parametrize(
    "options", [{"timestamps": (1.5,)}, {"interval": 7.0}, {"keyframes": True}], ids=str
)
def test_no_more_of_a_file_is_read_than_the_images_need(
    options: dict[str, Any], clip: Clip
) -> None:
    size = {"width": 1280, "height": 720}
    path = clip("mp4", seconds=16, gop=50, options={"crf": "4", "preset": "veryfast"}, **size)
    data = path.read_bytes()
    count = 0

    def read(position: int, size: int) -> bytes:
        nonlocal count
        count += size
        return data[position : position + size]

    extract(
        cast(BinaryIO, BlockCache(len(data), read)),
        ExtractionOptions(**options),
        MemorySink(),
    )

    assert 0 < count < len(data) / 2
