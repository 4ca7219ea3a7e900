"""A video's packets, keyframes and times, by real clips."""

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from stills.demux.packets import Packet
from stills.demux.video import Video
from tests.codecs import CLIPS

Clip = Callable[..., Path]

SECOND = 1_000_000


@pytest.fixture
def video(clip: Clip) -> Iterator[Video]:
    """Four seconds, a keyframe each second."""
    with clip("mp4", gop=25).open("rb") as file, Video(file) as video:
        yield video


def times(video: Video, packets: Iterator[Packet]) -> list[int]:
    return [video.time(packet.pts) for packet in packets if packet.pts is not None]


def test_packets_come_from_the_first_on_although_some_were_read_for_the_first_picture(
    video: Video,
) -> None:
    assert sorted(times(video, video.packets())) == [number * 40_000 for number in range(100)]


def test_after_rewinding_the_packets_come_again(video: Video) -> None:
    first = times(video, video.packets())

    video.rewind()

    assert times(video, video.packets()) == first


@pytest.mark.parametrize(
    ("time", "keyframe"), [(0, 0), (960_000, 0), (SECOND, SECOND), (3_500_000, 3 * SECOND)]
)
def test_seeking_goes_to_the_last_keyframe_that_is_not_later(
    time: int, keyframe: int, video: Video
) -> None:
    video.seek(time)

    assert times(video, video.packets())[0] == keyframe


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_times_count_from_the_first_frame(suffix: str, clip: Clip) -> None:
    path = clip(suffix, times=[Fraction(3, 2) + Fraction(number, 10) for number in range(20)])

    with path.open("rb") as file, Video(file) as video:
        assert sorted(times(video, video.packets())) == [number * 100_000 for number in range(20)]


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv"])
def test_keyframes_are_those_of_the_containers_index(suffix: str, clip: Clip) -> None:
    with clip(suffix, gop=25).open("rb") as file, Video(file) as video:
        assert video.keyframes == [0, SECOND, 2 * SECOND, 3 * SECOND]


def test_a_container_without_an_index_has_no_keyframes(clip: Clip) -> None:
    with clip("ts", gop=25).open("rb") as file, Video(file) as video:
        assert video.keyframes == []


@pytest.mark.parametrize("name", CLIPS)
def test_the_packets_of_keyframes_are_the_keyframes_among_all_packets(
    name: str, clip: Clip
) -> None:
    suffix, how = CLIPS[name]
    with clip(suffix, **how).open("rb") as file, Video(file) as video:
        expected = [packet.dts for packet in video.packets() if packet.is_keyframe]
        video.rewind()

        assert [packet.dts for packet in video.key_packets()] == expected


def test_packets_of_keyframes_can_begin_with_a_later_one(video: Video) -> None:
    assert times(video, video.key_packets(2)) == [2 * SECOND, 3 * SECOND]


def test_a_new_decoder_is_independent_of_where_the_video_is_read(video: Video) -> None:
    packets = video.packets()
    head = [next(packets) for _ in range(10)]

    decoder = video.new_decoder(threads=1)
    frames = [frame for packet in head for frame in video.decoded(decoder, packet)]
    frames += video.decoded(decoder, None)

    assert [frame.time for frame in frames][:4] == [0, 40_000, 80_000, 120_000]
    assert len(head) + len(times(video, packets)) == 100


def test_decoders_are_stopped_before_the_container_is_closed(clip: Clip) -> None:
    with clip("mp4").open("rb") as file, Video(file) as video:
        could_still_read = []
        video.before_closing(lambda: could_still_read.append(bool(next(video.packets()).size)))

    assert could_still_read == [True]


def test_an_mp4_is_cut_off_if_its_index_goes_beyond_its_end(clip: Clip) -> None:
    data = clip("mp4", gop=25, container_options={"movflags": "faststart"}).read_bytes()

    with Video(io.BytesIO(data)) as whole, Video(io.BytesIO(data[:-1000])) as cut:
        assert not whole.is_cut_off
        assert cut.is_cut_off


def test_a_file_without_an_index_is_not_known_to_be_cut_off(clip: Clip) -> None:
    data = clip("ts").read_bytes()

    with Video(io.BytesIO(data[: len(data) // 2])) as video:
        assert not video.is_cut_off
