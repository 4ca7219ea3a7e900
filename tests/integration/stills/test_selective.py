"""Selective decoding gives the same pixels as decoding everything."""

import hashlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from stills.decode import budget
from stills.decode.record import DecodeRecord
from stills.decode.selective import SelectiveDecoder
from stills.decode.sequential import SequentialDecoder
from stills.demux.video import Frame, Video
from stills.extraction import extract
from stills.options import ExtractionOptions
from stills.planning.sample_times import Regular, SampleTimes
from stills.sandbox.block_cache import BlockCache
from stills.select.selection import at_sample_times
from tests.codecs import CLIPS
from tests.sinks import MemorySink

Clip = Callable[..., Path]

SECOND = 1_000_000
Selection = list[tuple[int, int, str]]


def selected(frames: Iterator[Frame], samples: SampleTimes) -> Selection:
    return [
        (
            time,
            frame.time,
            hashlib.sha256(frame.picture.to_ndarray(format="bgr24").tobytes()).hexdigest(),
        )
        for time, frame in at_sample_times(frames, samples)
    ]


def both_ways(path: Path, samples: SampleTimes) -> tuple[Selection, Selection, int]:
    """The frames that are selected from selective and from sequential decoding, and how many
    frames were decoded selectively."""
    count = 0

    def counted(frames: Iterator[Frame]) -> Iterator[Frame]:
        nonlocal count
        for frame in frames:
            count += 1
            yield frame

    with path.open("rb") as file, Video(file) as video:
        selective = selected(counted(SelectiveDecoder(video).frames_at(samples)), samples)
    with path.open("rb") as file, Video(file) as video:
        frames = SequentialDecoder(video, DecodeRecord()).every_frame()
        return selective, selected(frames, samples), count


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("interval", [Fraction(1, 10), Fraction(7, 10), Fraction(2), Fraction(3)])
@pytest.mark.parametrize("start", [0, 480_000])
def test_every_codec_and_structure_gives_the_same_pixels_at_the_same_times(
    name: str, interval: Fraction, start: int, clip: Clip
) -> None:
    suffix, how = CLIPS[name]

    selective, sequential, _ = both_ways(clip(suffix, **how), Regular(start, interval * SECOND))

    assert selective == sequential


@pytest.mark.parametrize("cores", [1, 3, 8])
@pytest.mark.parametrize("name", ["short GOP", "open GOP", "HEVC, open GOP", "transport stream"])
def test_any_number_of_cores_gives_the_same_pixels(
    name: str, cores: int, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "THREADS", cores)
    suffix, how = CLIPS[name]

    selective, sequential, _ = both_ways(clip(suffix, **how), Regular(0, Fraction(SECOND, 10)))

    assert selective == sequential


@pytest.mark.parametrize(
    "name", ["short GOP", "open GOP", "open GOP in Matroska", "HEVC, open GOP", "MPEG-4, B-frames"]
)
@pytest.mark.parametrize("start", [0, 480_000, 960_000])
def test_sparse_sample_times_decode_a_fraction_of_the_frames(
    name: str, start: int, clip: Clip
) -> None:
    suffix, how = CLIPS[name]

    _, images, decoded = both_ways(clip(suffix, **how), Regular(start, Fraction(2 * SECOND)))

    assert len(images) == 2
    assert decoded < 50 < 100


def mark_every_sample_as_a_keyframe(path: Path, wrong: Path) -> Path:
    """An MP4 without a table of sync samples declares every sample a keyframe."""
    data = path.read_bytes()
    assert data.count(b"stss") == 1
    wrong.write_bytes(data.replace(b"stss", b"free"))
    return wrong


def test_a_wrong_index_costs_time_but_no_accuracy(clip: Clip, tmp_path: Path) -> None:
    path = mark_every_sample_as_a_keyframe(clip("mp4", codec="libx264"), tmp_path / "wrong.mp4")

    selective, sequential, _ = both_ways(path, Regular(0, Fraction(SECOND)))

    assert selective == sequential
    assert [time for _, time, _ in sequential] == [0, SECOND, 2 * SECOND, 3 * SECOND]


@pytest.mark.parametrize("name", CLIPS)
def test_keyframes_are_the_same_as_those_of_decoding_everything(name: str, clip: Clip) -> None:
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
def test_only_a_part_of_the_file_is_read_for_a_few_images(
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


def test_what_cannot_be_verified_is_decoded_sequentially_from_there_on(
    clip: Clip, tmp_path: Path
) -> None:
    data = bytearray(clip("mp4", gop=25).read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)

    with damaged.open("rb") as file, Video(file) as video:
        decoder = SelectiveDecoder(video)
        times = [frame.time for frame in decoder.frames_between(0, None)]
    with damaged.open("rb") as file, Video(file) as video:
        record = DecodeRecord()
        expected = [frame.time for frame in SequentialDecoder(video, record).every_frame()]

    assert times == expected
    assert decoder.record.damage == record.damage
    assert record.damage


def test_starting_over_forgets_what_was_decoded(clip: Clip) -> None:
    with clip("mp4", gop=25).open("rb") as file, Video(file) as video:
        decoder = SelectiveDecoder(video)
        first = [frame.time for frame in decoder.frames_between(0, None)]
        assert decoder.record.until == first[-1]

        decoder.start_over()

        assert decoder.record.until == -1
        assert [frame.time for frame in decoder.frames_between(0, None)] == first
