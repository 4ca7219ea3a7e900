"""Jumps end, whatever the container's index says, and lose no frame that is on screen."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import cast

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stills.decode.segments import Segment, segments
from stills.decode.verify import VerificationError
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
    """Groups of `gop` frames with `b_frames` between two others. In open groups the keyframe is on
    screen after B-frames that follow it in decoding order. An edit list discards all before time 0,
    which is that of frame number `trim`. The index says that keyframes are earlier (or later) than
    they are, by `errors` in frames, and seeking goes by the true times or by those of the index."""

    frames: int
    gop: int
    b_frames: int
    is_open: bool
    trim: int
    errors: list[int]
    seeks_by_index: bool
    packets_: list[FakePacket] = field(init=False)
    keyframes: list[int] = field(init=False)
    has_presentation_times: bool = True
    clock = None
    _next: int = 0

    def __post_init__(self) -> None:
        self.packets_ = [*self._in_decoding_order()]
        true = [(packet.pts, packet.is_discard) for packet in self.packets_ if packet.is_keyframe]
        self._entries = [
            (pts + self.errors[number % len(self.errors)] * FRAME, pts, is_discarded)
            for number, (pts, is_discarded) in enumerate(true)
        ]
        self.keyframes = sorted(said for said, _, is_discarded in self._entries if not is_discarded)

    def _in_decoding_order(self) -> Iterator[FakePacket]:
        for first in range(0, self.frames, self.gop):
            group = list(range(first, min(first + self.gop, self.frames)))
            lead = self.b_frames if self.is_open and first else 0
            yield self._packet(group[min(lead, len(group) - 1)], is_keyframe=True)
            rest = [number for number in group if number != group[min(lead, len(group) - 1)]]
            while rest:
                if rest[0] < group[min(lead, len(group) - 1)]:
                    yield self._packet(rest.pop(0))
                    continue
                later = rest.pop(min(self.b_frames, len(rest) - 1))
                yield self._packet(later)
                while rest and rest[0] < later:
                    yield self._packet(rest.pop(0))

    def _packet(self, number: int, *, is_keyframe: bool = False) -> FakePacket:
        pts = (number - self.trim) * FRAME
        return FakePacket(pts, is_keyframe, is_discard=pts < 0)

    def packets(self) -> Iterator[FakePacket]:
        return iter(self.packets_[self._next :])

    def seek(self, time: int) -> None:
        entries = sorted(
            (said if self.seeks_by_index else true, true) for said, true, _ in self._entries
        )
        _, true = entries[max(0, bisect_right(entries, (time, 10**12)) - 1)]
        self._next = next(n for n, each in enumerate(self.packets_) if each.pts == true)

    def time(self, timestamp: int) -> int:
        return timestamp


videos = st.builds(
    FakeVideo,
    frames=st.integers(1, 150),
    gop=st.integers(1, 60),
    b_frames=st.integers(0, 3),
    is_open=st.booleans(),
    trim=st.integers(0, 70),
    errors=st.lists(st.integers(-40, 40), min_size=1, max_size=4),
    seeks_by_index=st.booleans(),
).filter(lambda video: video.trim < video.frames)


def planned(video: FakeVideo, samples: Regular) -> list[Segment]:
    most = 4 * len(video.packets_) + 10
    found = list(islice(segments(cast(Video, video), samples), most))
    assert len(found) < most, "planning does not end"
    return found


@settings(max_examples=500, deadline=None)
@given(video=videos, interval=st.integers(1, 80), start=st.integers(0, 60))
@example(  # a trimmed video: the index is two frames early, and so is every seek
    video=FakeVideo(150, 30, 2, False, 12, [-2], False), interval=75, start=0
)
def test_planning_ends_and_needs_every_frame_on_screen(
    video: FakeVideo, interval: int, start: int
) -> None:
    samples = Regular(start * FRAME, Fraction(interval * FRAME))

    try:
        found = planned(video, samples)
    except VerificationError:
        return  # everything is decoded then

    needed = {time for each in found for time, _, is_needed in each.packets if is_needed}
    last = max(packet.pts for packet in video.packets_)
    wanted = {time for time in range(start * FRAME, last + 1, interval * FRAME)}
    assert wanted <= needed
