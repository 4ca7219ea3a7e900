from itertools import takewhile
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.decode.lookahead import MAX_WINDOW, REORDERING, Lookahead, UntimedError
from stills.demux.video import Video
from tests.packets import FEW, FRAME, FakePacket, FakeVideo, videos


def ahead_in(video: FakeVideo) -> Lookahead:
    return Lookahead(cast(Video, video))


def times_of(video: FakeVideo) -> list[int]:
    """In decoding order."""
    return [packet.pts for packet in video.decoded if packet.pts is not None]


@given(videos())
def test_all_packets_come_in_decoding_order_with_their_times(video: FakeVideo) -> None:
    passed: list[object] = list(ahead_in(video))

    assert passed == list(zip(times_of(video), video.decoded, strict=True))


@given(videos(FEW))
def test_following_is_the_next_time_of_any_packet(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    for time, _ in lookahead:
        later = [each for each in times if each > time]
        assert lookahead.following(time) == min(later, default=None)


@given(videos())
def test_following_is_never_too_early(video: FakeVideo) -> None:
    """Then a frame that is on screen at a sample time would not be decoded."""
    times, lookahead = times_of(video), ahead_in(video)

    for time, _ in lookahead:
        later: list[int | None] = [each for each in times if each > time]
        assert lookahead.following(time) in (later or [None])


@given(videos())
def test_no_packet_that_is_still_to_come_is_before_the_earliest(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    assert lookahead.earliest() == min(times)
    for place, _ in enumerate(lookahead):
        assert lookahead.earliest() == min(times[place + 1 :], default=None)


@given(videos())
def test_latest_is_the_latest_time_of_all_packets_that_were_read(video: FakeVideo) -> None:
    times, lookahead = times_of(video), ahead_in(video)

    assert lookahead.latest == max(times[: video.read])
    for _ in lookahead:
        assert lookahead.latest == max(times[: video.read])


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
    assert lookahead.latest == max(rest[: video.read])
    assert lookahead.earliest() == min(rest)
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


@given(videos())
def test_all_leading_packets_are_known_however_many_they_are(video: FakeVideo) -> None:
    lookahead = ahead_in(video)

    for place, (time, packet) in enumerate(lookahead):
        if packet.is_keyframe:
            following = times_of(video)[place + 1 :]
            expected = list(takewhile(time.__gt__, following))
            assert [each for each, _ in lookahead.leading(time)] == expected


def test_few_packets_are_read_ahead() -> None:
    video = FakeVideo([FakePacket(n * FRAME, n == 0) for n in range(100)])

    next(iter(ahead_in(video)))

    assert video.read == REORDERING + 2


def test_only_so_many_packets_are_read_ahead_of_wrong_times() -> None:
    """The first packet seems to be on screen after all others."""
    last = FakePacket(1000 * FRAME, is_keyframe=True)
    video = FakeVideo([last, *(FakePacket(n * FRAME) for n in range(999))])

    ahead_in(video)

    assert video.read == MAX_WINDOW
