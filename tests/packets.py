"""Videos that have packets but no pictures, with random groups of pictures."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

FRAME = 40_000
"""Microseconds from one frame to the next."""


@dataclass(frozen=True)
class FakePacket:
    pts: int | None
    is_keyframe: bool = False
    is_discard: bool = False
    size: int = 1000


@dataclass
class FakeVideo:
    """Packets in decoding order, and an index of all keyframes; times are in microseconds. `read`
    counts the packets that were read since the beginning or the last seek."""

    decoded: list[FakePacket]
    keyframes: list[int] = field(init=False)
    has_presentation_times: bool = True
    clock = None
    read: int = 0
    _next: int = 0

    def __post_init__(self) -> None:
        self.keyframes = [
            packet.pts for packet in self.decoded if packet.is_keyframe and packet.pts is not None
        ]

    def packets(self) -> Iterator[FakePacket]:
        for packet in self.decoded[self._next :]:
            self.read += 1
            yield packet

    def seek(self, time: int) -> None:
        before = self.keyframes[bisect_right(self.keyframes, time) - 1]
        self._next = [packet.pts for packet in self.decoded].index(before)
        self.read = 0

    def time(self, timestamp: int) -> int:
        return timestamp


def in_decoding_order(first: int, groups: list[int], is_open: bool) -> list[FakePacket]:
    """A group of pictures with B-frames, which precede the frame that they refer to on screen. In
    an open group, B-frames precede the keyframe as well. Each of `groups` is a number of B-frames.
    """
    packets, number = [], first
    for place, between in enumerate(groups):
        between = between if place or is_open else 0
        later = FakePacket((number + between) * FRAME, is_keyframe=place == 0)
        packets += [later, *(FakePacket((number + b) * FRAME) for b in range(between))]
        number += between + 1
    return packets


FEW = st.integers(0, 3)
FEW_OR_MANY = FEW | st.just(31)


@st.composite
def videos(draw: st.DrawFn, between: st.SearchStrategy[int] = FEW_OR_MANY) -> FakeVideo:
    """With so many B-frames `between` two other frames."""
    decoded: list[FakePacket] = []
    for number in range(draw(st.integers(1, 6))):
        groups = draw(st.lists(between, min_size=1, max_size=40))
        is_open = number > 0 and draw(st.booleans())
        decoded += in_decoding_order(len(decoded), groups, is_open)
    return FakeVideo(decoded)
