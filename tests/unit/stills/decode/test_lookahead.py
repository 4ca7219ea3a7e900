from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.decode.lookahead import REORDERING, Lookahead, UntimedError
from stills.demux.video import Video
from tests.packets import FRAME, FakePacket, FakeVideo, videos


def ahead_in(video: FakeVideo) -> Lookahead:
    return Lookahead(cast(Video, video))


def times_of(video: FakeVideo) -> list[int]:
    """In decoding order."""
    return [packet.pts for packet in video.decoded if packet.pts is not None]


@given(videos())
def test_all_packets_come_in_decoding_order_with_their_times(video: FakeVideo) -> None:
    passed: list[object] = list(ahead_in(video))

    assert passed == list(zip(times_of(video), video.decoded, strict=True))


@given(videos())
def test_following_is_the_next_time_of_any_packet(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    for time, _ in lookahead:
        later = [each for each in times if each > time]
        assert lookahead.following(time) == min(later, default=None)


@given(videos())
def test_no_packet_that_is_still_to_come_is_before_the_earliest(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    assert lookahead.earliest() == min(times)
    for place, _ in enumerate(lookahead):
        assert lookahead.earliest() == min(times[place + 1 :], default=None)


@given(videos())
def test_latest_is_the_latest_time_of_all_packets_that_were_read(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    assert lookahead.latest == max(times[: REORDERING + 1])
    for place, _ in enumerate(lookahead):
        assert lookahead.latest == max(times[: place + REORDERING + 2])


@given(videos())
def test_peek_shows_the_packet_that_comes_next(video: FakeVideo) -> None:
    lookahead = ahead_in(video)
    peeked, passed = [lookahead.peek()], []

    for timed in lookahead:
        passed.append(timed)
        peeked.append(lookahead.peek())

    assert peeked == [*passed, None]


@given(videos(), st.data())
def test_a_jump_continues_with_the_keyframe_before_the_time(
    video: FakeVideo, data: st.DataObject
) -> None:
    lookahead = ahead_in(video)
    time = data.draw(st.integers(0, max(times_of(video))))

    lookahead.jump(time)

    keyframe = max(each for each in video.keyframes if each <= time)
    rest = times_of(video)[times_of(video).index(keyframe) :]
    assert lookahead.latest == max(rest[: REORDERING + 1])
    assert lookahead.earliest() == min(rest[: REORDERING + 1])
    assert [each for each, _ in lookahead] == rest


def test_leading_packets_are_those_right_behind_a_keyframe_and_before_it_on_screen() -> None:
    """An open group of pictures: in decoding order, the keyframe at 3 precedes the pictures at 1
    and 2."""
    order = [0, 3, 1, 2, 5, 4]
    video = FakeVideo([FakePacket(n * FRAME, is_keyframe=n in (0, 3)) for n in order])
    packets = iter(lookahead := ahead_in(video))
    next(packets)

    time, _ = next(packets)

    assert [each for each, _ in lookahead.leading(time)] == [FRAME, 2 * FRAME]


def test_packets_that_are_never_on_screen_do_not_count_as_following() -> None:
    video = FakeVideo(
        [FakePacket(0, True), FakePacket(FRAME, is_discard=True), FakePacket(2 * FRAME)]
    )
    lookahead = ahead_in(video)

    followers = [lookahead.following(time) for time, _ in lookahead]

    assert followers == [2 * FRAME, 2 * FRAME, None]
    assert lookahead.latest == 2 * FRAME


def test_a_packet_without_a_presentation_time_is_an_error() -> None:
    with pytest.raises(UntimedError):
        ahead_in(FakeVideo([FakePacket(0, True), FakePacket(None)]))


def test_few_packets_are_read_ahead() -> None:
    class Counted(FakeVideo):
        read = 0

        def packets(self) -> Iterator[FakePacket]:
            for packet in super().packets():
                self.read += 1
                yield packet

    video = Counted([FakePacket(n * FRAME, n == 0) for n in range(100)])

    next(iter(ahead_in(video)))

    assert video.read == REORDERING + 2
