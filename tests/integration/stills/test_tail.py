"""The last frame of a video."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.decode.record import DecodeRecord
from stills.decode.sequential import SequentialDecoder
from stills.decode.tail import last_frame_time
from stills.demux.scan import scan
from stills.demux.video import Video
from tests.codecs import CLIPS

Clip = Callable[..., Path]


@pytest.mark.parametrize("name", CLIPS)
def test_the_last_time_is_that_of_the_last_decoded_frame(name: str, clip: Clip) -> None:
    suffix, how = CLIPS[name]
    path = clip(suffix, **how)
    with path.open("rb") as file, Video(file) as video:
        last = last_frame_time(video)
        frames, *_ = scan(video)  # from the beginning, because the video is rewound

    assert last == frames[-1]


def test_the_last_time_is_found_without_reading_the_whole_file(clip: Clip) -> None:
    class CountedReads(io.BytesIO):
        total = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.total += len(data)
            return data

    options = {"crf": "4", "preset": "veryfast"}
    path = clip("mp4", seconds=16, gop=50, options=options, width=1280, height=720)
    file = CountedReads(path.read_bytes())

    with Video(file) as video:
        assert last_frame_time(video) == 15_960_000

    assert file.total < len(file.getvalue()) / 2


@pytest.mark.parametrize("suffix", ["mp4", "ts", "mkv"])
def test_the_last_time_of_a_file_that_is_cut_off_is_that_of_a_frame_that_decodes(
    suffix: str, clip: Clip, tmp_path: Path
) -> None:
    fragments = {"movflags": "frag_keyframe+empty_moov"} if suffix == "mp4" else {}
    data = clip(suffix, gop=25, container_options=fragments).read_bytes()

    with Video(io.BytesIO(data[: len(data) * 2 // 3])) as video:
        last = last_frame_time(video)
        every_frame = SequentialDecoder(video, DecodeRecord()).every_frame()
        found = [frame.time for frame in every_frame]

    assert last == max(found)
