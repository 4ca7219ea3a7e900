"""Segments decode every frame that is on screen at a sample time, and few others, in whatever order
the pictures are stored."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stills.decode.lookahead import UntimedError
from stills.decode.segments import MAX_BYTES, Segment, key_segments, segments
from stills.demux.video import Frame, Video
from stills.planning.sample_times import Listed, Regular
from stills.select.selection import at_sample_times
from tests.packets import FRAME, FakePacket, FakeVideo, videos


def planned(video: FakeVideo, samples: Regular) -> list[Segment]:
    return list(segments(cast(Video, video), samples))


def selected(times: list[int], samples: Regular) -> list[tuple[int, int]]:
    """The sample times, and the time of the frame that is selected for each."""
    frames = [cast(Frame, SimpleNamespace(time=time, duration=1)) for time in times]
    return [(sample, frame.time) for sample, frame in at_sample_times(frames, samples)]


def needed_times(segment: Segment) -> list[int]:
    """The times of the frames that the segment must decode and show."""
    return [
        time
        for time, _, is_needed in segment.packets
        if is_needed and time >= (segment.entry or 0) and time < (segment.until or 10**12)
    ]


sample_times = st.builds(
    Regular,
    st.integers(0, 100 * FRAME),
    st.integers(1, 80 * FRAME).map(Fraction),
    st.none() | st.integers(100 * FRAME, 200 * FRAME),
)


@given(videos(), sample_times)
@settings(max_examples=300)
def test_every_frame_on_screen_at_a_sample_time_is_decoded_once(
    video: FakeVideo, samples: Regular
) -> None:
    times = sorted(packet.pts for packet in video.decoded if packet.pts is not None)

    decoded = list(chain.from_iterable(map(needed_times, planned(video, samples))))

    on_screen = [
        time
        for time, following in zip(times, [*times[1:], times[-1] + 1], strict=True)
        if (first := samples.first_from(time)) is not None and first < following
    ]
    assert set(on_screen) <= set(decoded)
    assert len(decoded) == len(set(decoded))


@given(videos(), sample_times)
def test_a_segment_begins_with_its_keyframe_and_keeps_the_decoding_order(
    video: FakeVideo, samples: Regular
) -> None:
    order: dict[Any, int] = {packet: place for place, packet in enumerate(video.decoded)}

    for segment in planned(video, samples):
        places = [order[packet] for _, packet, _ in segment.packets]
        assert places == list(range(places[0], places[0] + len(places)))
        if segment.entry is not None:
            time, first, _ = segment.packets[0]
            assert first.is_keyframe
            assert time == segment.entry


def test_sparse_sample_times_leave_out_whole_groups_of_pictures() -> None:
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n % 50 == 0) for n in range(1000)])

    plan = planned(video, Regular(0, Fraction(500 * FRAME)))

    assert [segment.entry for segment in plan] == [None, 500 * FRAME]
    assert sum(len(segment.packets) for segment in plan) == 1 + 1


@given(videos(), sample_times, st.integers(0, 2 * FRAME))
@settings(max_examples=300)
def test_the_planned_frames_are_enough_to_select_what_all_frames_would_give(
    video: FakeVideo, samples: Regular, lateness: int
) -> None:
    samples = replace(samples, lateness=lateness)
    times = sorted(packet.pts for packet in video.decoded if packet.pts is not None)

    decoded = sorted(chain.from_iterable(map(needed_times, planned(video, samples))))

    assert selected(decoded, samples) == selected(times, samples)


def test_the_last_frame_is_decoded_if_an_image_depends_on_it() -> None:
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n % 50 == 0) for n in range(100)])
    within_the_frame_before = Regular(98 * FRAME + FRAME // 2, Fraction(500 * FRAME))

    [segment] = planned(video, within_the_frame_before)

    assert needed_times(segment) == [98 * FRAME, 99 * FRAME]


def test_the_last_frame_is_decoded_if_a_listed_time_is_beyond_it() -> None:
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n % 50 == 0) for n in range(100)])

    plan = list(segments(cast(Video, video), Listed([0, 500 * FRAME])))

    assert needed_times(plan[-1]) == [99 * FRAME]


def test_packets_after_the_last_needed_one_are_left_out() -> None:
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n == 0) for n in range(100)])

    [segment] = planned(video, Regular(0, Fraction(60 * FRAME)))

    assert len(segment.packets) == 61


def test_a_large_segment_comes_in_parts_for_the_same_decoder() -> None:
    size = MAX_BYTES // 10
    video = FakeVideo([FakePacket(n * FRAME, n == 0, size=size) for n in range(25)])

    plan = planned(video, Regular(0, Fraction(FRAME)))

    assert [segment.is_last for segment in plan] == [False, False, True]
    assert sum(len(segment.packets) for segment in plan) == 25


class KeyframesOnly(FakeVideo):
    """Also records the number of the first keyframe that was asked for."""

    def key_packets(self, first: int = 0) -> list[FakePacket]:
        self.first = first
        return [packet for packet in self.decoded if packet.is_keyframe][first:]


def test_each_keyframe_is_a_segment_of_one_packet() -> None:
    video = KeyframesOnly([FakePacket(n * FRAME, is_keyframe=n % 5 == 0) for n in range(20)])

    plan = list(key_segments(cast(Video, video), Regular(0, Fraction(1))))

    assert [segment.entry for segment in plan] == [n * FRAME for n in (0, 5, 10, 15)]
    assert {len(segment.packets) for segment in plan} == {1}
    assert all(is_needed for segment in plan for _, _, is_needed in segment.packets)


def test_few_keyframes_before_the_start_are_decoded() -> None:
    video = KeyframesOnly([FakePacket(n * FRAME, is_keyframe=True) for n in range(100)])

    plan = list(key_segments(cast(Video, video), Regular(90 * FRAME, Fraction(1))))

    entries = [segment.entry for segment in plan if segment.entry is not None]
    assert 88 * FRAME <= entries[0] <= 90 * FRAME
    assert entries[-1] == 99 * FRAME


def test_a_keyframe_that_is_never_on_screen_is_not_needed() -> None:
    video = KeyframesOnly([FakePacket(0, True, is_discard=True), FakePacket(FRAME, True)])

    plan = list(key_segments(cast(Video, video), Regular(0, Fraction(1))))

    assert [is_needed for segment in plan for _, _, is_needed in segment.packets] == [False, True]


def test_keyframes_without_a_presentation_time_cannot_be_planned() -> None:
    video = KeyframesOnly([FakePacket(None, True)])

    with pytest.raises(UntimedError):
        list(key_segments(cast(Video, video), Regular(0, Fraction(1))))
