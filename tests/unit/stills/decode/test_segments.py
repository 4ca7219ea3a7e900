"""The planner: whatever the order of pictures, what is wanted is decoded, and little else."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from stills.decode.segments import MAX_BYTES, Segment, segments
from stills.demux.video import Video
from stills.planning.sample_times import Regular

FRAME = 40_000


@dataclass(frozen=True)
class FakePacket:
    pts: int
    is_keyframe: bool = False
    is_discard: bool = False
    size: int = 1000


@dataclass
class FakeVideo:
    """Packets in decoding order, and an index of all keyframes; times are in microseconds."""

    decoded: list[FakePacket]
    keyframes: list[int] = field(init=False)
    has_presentation_times: bool = True
    _next: int = 0

    def __post_init__(self) -> None:
        self.keyframes = [packet.pts for packet in self.decoded if packet.is_keyframe]

    def packets(self) -> Iterator[FakePacket]:
        return iter(self.decoded[self._next :])

    def seek(self, time: int) -> None:
        before = self.keyframes[bisect_right(self.keyframes, time) - 1]
        self._next = [packet.pts for packet in self.decoded].index(before)

    def time(self, timestamp: int) -> int:
        return timestamp


def in_decoding_order(first: int, groups: list[int], is_open: bool) -> list[FakePacket]:
    """A group of pictures whose parts each show some B-frames before the frame they refer to; in
    an open one the keyframe comes before such, too."""
    packets, number = [], first
    for place, between in enumerate(groups):
        between = between if place or is_open else 0
        later = FakePacket((number + between) * FRAME, is_keyframe=place == 0)
        packets += [later, *(FakePacket((number + b) * FRAME) for b in range(between))]
        number += between + 1
    return packets


@st.composite
def videos(draw: st.DrawFn) -> FakeVideo:
    decoded: list[FakePacket] = []
    for number in range(draw(st.integers(1, 6))):
        groups = draw(st.lists(st.integers(0, 3), min_size=1, max_size=40))
        is_open = number > 0 and draw(st.booleans())
        decoded += in_decoding_order(len(decoded), groups, is_open)
    return FakeVideo(decoded)


def planned(video: FakeVideo, samples: Regular) -> list[Segment]:
    return list(segments(cast(Video, video), samples))


def shown(segment: Segment) -> list[int]:
    """The times that a segment answers for and whose frames it must decode."""
    return [
        time
        for time, _, is_needed in segment.packets
        if is_needed and time >= (segment.entry or 0) and time < (segment.until or 10**12)
    ]


samples = st.builds(
    Regular,
    st.integers(0, 100 * FRAME),
    st.integers(1, 80 * FRAME).map(Fraction),
    st.none() | st.integers(100 * FRAME, 200 * FRAME),
)


@given(videos(), samples)
@settings(max_examples=300)
def test_every_frame_on_screen_at_a_wanted_time_is_decoded_once(
    video: FakeVideo, wanted: Regular
) -> None:
    times = sorted(packet.pts for packet in video.decoded)

    decoded = list(chain.from_iterable(map(shown, planned(video, wanted))))

    on_screen = [
        time
        for time, following in zip(times, [*times[1:], times[-1] + 1], strict=True)
        if (first := wanted.first_from(time)) is not None and first < following
    ]
    assert set(on_screen) <= set(decoded)
    assert len(decoded) == len(set(decoded))


@given(videos(), samples)
def test_a_stretch_begins_with_its_keyframe_and_keeps_the_order_of_decoding(
    video: FakeVideo, wanted: Regular
) -> None:
    order: dict[Any, int] = {packet: place for place, packet in enumerate(video.decoded)}

    for segment in planned(video, wanted):
        places = [order[packet] for _, packet, _ in segment.packets]
        assert places == list(range(places[0], places[0] + len(places)))
        if segment.entry is not None:
            time, first, _ = segment.packets[0]
            assert first.is_keyframe
            assert time == segment.entry


def test_sparse_times_leave_out_whole_groups_of_pictures() -> None:
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n % 50 == 0) for n in range(1000)])

    plan = planned(video, Regular(0, Fraction(500 * FRAME)))

    last = 950 * FRAME  # for there may be a frame at 1000
    assert [segment.entry for segment in plan] == [None, 500 * FRAME, last]
    assert sum(len(segment.packets) for segment in plan) == 1 + 1 + 50


def test_a_large_stretch_comes_in_parts_for_the_same_decoder() -> None:
    size = MAX_BYTES // 10
    video = FakeVideo([FakePacket(n * FRAME, n == 0, size=size) for n in range(25)])

    plan = planned(video, Regular(0, Fraction(FRAME)))

    assert [segment.is_last for segment in plan] == [False, False, True]
    assert sum(len(segment.packets) for segment in plan) == 25
