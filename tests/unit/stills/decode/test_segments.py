"""Segments decode every frame that is on screen at a sample time, and few others, in whatever order
the pictures are stored."""

from fractions import Fraction
from itertools import chain
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stills.decode.lookahead import UntimedError
from stills.decode.segments import MAX_BYTES, Segment, key_segments, segments
from stills.demux.video import Video
from stills.planning.sample_times import Regular
from tests.packets import FRAME, FakePacket, FakeVideo, videos


def planned(video: FakeVideo, samples: Regular) -> list[Segment]:
    return list(segments(cast(Video, video), samples))


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

    last = 950 * FRAME  # because there may be a frame at 1000
    assert [segment.entry for segment in plan] == [None, 500 * FRAME, last]
    assert sum(len(segment.packets) for segment in plan) == 1 + 1 + 50


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
