"""Segments that are decoded at the same time, of real clips."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from av.video.codeccontext import VideoCodecContext

from stills.decode import budget
from stills.decode.parallel import decode_in_parallel
from stills.decode.segments import Segment, segments
from stills.decode.verify import VerificationError
from stills.demux.video import Video
from stills.planning.sample_times import Regular

Clip = Callable[..., Path]

SECOND = 1_000_000
EVERY_FRAME = Regular(0, Fraction(1))


@pytest.fixture
def video(clip: Clip) -> Iterator[Video]:
    """100 frames, a keyframe every 25."""
    with clip("mp4", gop=25).open("rb") as file, Video(file) as video:
        yield video


@pytest.mark.parametrize("cores", [1, 2, 3, 16])
def test_frames_come_in_order_of_presentation_on_any_number_of_cores(
    cores: int, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "THREADS", cores)

    frames = decode_in_parallel(video, segments(video, EVERY_FRAME), EVERY_FRAME)

    assert [frame.time for frame in frames] == [number * 40_000 for number in range(100)]


def test_only_the_needed_frames_come(video: Video) -> None:
    samples = Regular(0, Fraction(SECOND))

    frames = decode_in_parallel(video, segments(video, samples), samples)

    assert [frame.time for frame in frames] == [0, SECOND, 2 * SECOND, 3 * SECOND]


def test_a_segment_in_parts_is_decoded_by_one_decoder(video: Video) -> None:
    def in_parts() -> Iterator[Segment]:
        for segment in segments(video, EVERY_FRAME):
            middle = len(segment.packets) // 2
            yield replace(segment, packets=segment.packets[:middle], is_last=False)
            yield replace(segment, packets=segment.packets[middle:])

    frames = decode_in_parallel(video, in_parts(), EVERY_FRAME)

    assert [frame.time for frame in frames] == [number * 40_000 for number in range(100)]


def test_a_frame_that_does_not_come_fails_verification_after_the_frames_before_it(
    video: Video,
) -> None:
    def with_a_wrong_time() -> Iterator[Segment]:
        for number, segment in enumerate(segments(video, EVERY_FRAME)):
            if number == 2:
                time, packet, _ = segment.packets[9]
                segment.packets[9] = time + 1, packet, True
            yield segment

    shown: list[int] = []
    frames = decode_in_parallel(video, with_a_wrong_time(), EVERY_FRAME)
    with pytest.raises(VerificationError):
        shown.extend(frame.time for frame in frames)

    assert shown == [number * 40_000 for number in range(len(shown))]
    assert 50 <= len(shown) < 75


def test_an_error_of_the_planner_is_raised_and_leaves_no_thread(video: Video) -> None:
    def interrupted() -> Iterator[Segment]:
        planned = segments(video, EVERY_FRAME)
        yield next(planned)
        raise ConnectionResetError

    before = threading.active_count()

    with pytest.raises(ConnectionResetError):
        list(decode_in_parallel(video, interrupted(), EVERY_FRAME))

    assert threading.active_count() == before


def test_a_consumer_that_stops_leaves_no_thread(video: Video) -> None:
    before = threading.active_count()

    with closing(decode_in_parallel(video, segments(video, EVERY_FRAME), EVERY_FRAME)) as frames:
        first = next(frames)
        during = threading.active_count()

    assert first.time == 0
    assert threading.active_count() == before < during


def test_closing_a_video_stops_its_decoders_first(clip: Clip) -> None:
    before = threading.active_count()

    with clip("mp4", gop=12).open("rb") as file, Video(file) as video:
        frames = decode_in_parallel(video, segments(video, EVERY_FRAME), EVERY_FRAME)
        next(frames)
        during = threading.active_count()

    assert before == threading.active_count() < during


@pytest.mark.parametrize(
    ("span", "decoders"),
    [
        (Regular(0, Fraction(1)), 4),
        (Regular(2 * SECOND, Fraction(1)), 2),
        (Regular(0, Fraction(1), SECOND // 2), 1),
    ],
    ids=["the whole video", "the second half", "within the first segment"],
)
def test_there_are_no_more_decoders_than_segments(
    span: Regular, decoders: int, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    new_decoder = video.new_decoder

    def noted(threads: int) -> VideoCodecContext:
        asked.append(threads)
        return new_decoder(threads)

    monkeypatch.setattr(budget, "THREADS", 16)
    monkeypatch.setattr(video, "new_decoder", noted)

    list(decode_in_parallel(video, segments(video, span), span))

    assert asked == [16 // decoders] * decoders
