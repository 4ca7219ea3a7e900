import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.decode.verify import Verification, VerificationError
from tests.pictures import a_frame

times = st.lists(st.integers(0, 30), max_size=20)


def verify(returned: list[int], expected: list[int]) -> list[int]:
    """The times of the verified frames of a decoder that `returned` these."""
    verification = Verification(None)
    for time in expected:
        verification.expect(time)
    verified = [frame.time for frame in verification.verified(map(a_frame, returned))]
    verification.conclude()
    return verified


@given(returned=times, expected=st.sets(st.integers(0, 30)))
def test_either_exactly_the_expected_frames_come_in_order_or_it_fails(
    returned: list[int], expected: set[int]
) -> None:
    try:
        verified = verify(returned, sorted(expected))
    except VerificationError:
        return

    assert verified == sorted(expected)
    assert expected <= set(returned)


@given(returned=st.sets(st.integers(0, 30)), data=st.data())
def test_a_decoder_that_returns_all_expected_frames_in_order_passes(
    returned: set[int], data: st.DataObject
) -> None:
    expected = data.draw(st.lists(st.sampled_from(sorted(returned)))) if returned else []

    assert verify(sorted(returned), list(dict.fromkeys(expected))) == sorted(set(expected))


@given(returned=st.sets(st.integers(0, 30), min_size=1), data=st.data())
def test_a_decoder_that_passes_over_an_expected_frame_fails(
    returned: set[int], data: st.DataObject
) -> None:
    expected = data.draw(st.integers(0, 31).filter(lambda time: time not in returned))

    with pytest.raises(VerificationError):
        verify(sorted(returned), [expected])


def test_a_passed_over_frame_fails_before_any_later_frame_comes() -> None:
    verification = Verification(None)
    verification.expect(40)
    verification.expect(80)

    frames = verification.verified(map(a_frame, [0, 80]))

    with pytest.raises(VerificationError):
        next(frames)


def test_a_frame_may_be_expected_only_when_its_packet_is_decoded() -> None:
    """A decoder returns frames later than it receives packets, so both come in turns."""
    verification = Verification(None)
    shown = []

    for expected, returned in ((0, []), (80, [0]), (40, [40]), (120, [80, 120])):
        verification.expect(expected)
        shown += [frame.time for frame in verification.verified(map(a_frame, returned))]
    verification.conclude()

    assert shown == [0, 40, 80, 120]


def test_a_missing_frame_at_the_end_fails_the_conclusion() -> None:
    verification = Verification(None)
    verification.expect(40)
    assert list(verification.verified([a_frame(0)])) == []

    with pytest.raises(VerificationError):
        verification.conclude()


def test_a_damaged_frame_fails_even_if_it_is_not_expected() -> None:
    verification = Verification(None)

    with pytest.raises(VerificationError):
        list(verification.verified([a_frame(0, is_corrupt=True)]))


@pytest.mark.parametrize(
    ("time", "key_frame"), [(40, False), (80, True)], ids=["not a keyframe", "another time"]
)
def test_a_segment_whose_first_frame_is_not_its_keyframe_fails(time: int, key_frame: bool) -> None:
    verification = Verification(entry=40)

    with pytest.raises(VerificationError):
        list(verification.verified([a_frame(time, key_frame=key_frame)]))


def test_frames_before_the_entry_are_ignored_even_if_they_are_damaged() -> None:
    verification = Verification(entry=40)
    verification.expect(40)

    frames = [a_frame(0, is_corrupt=True), a_frame(40, key_frame=True)]

    assert [frame.time for frame in verification.verified(frames)] == [40]


def test_frames_of_the_next_segment_are_ignored_even_if_they_are_damaged() -> None:
    verification = Verification(None)
    verification.until = 80
    verification.expect(40)

    frames = [a_frame(40), a_frame(80, is_corrupt=True)]

    assert [frame.time for frame in verification.verified(frames)] == [40]


def test_a_time_that_was_passed_already_is_not_expected_again() -> None:
    verification = Verification(None)
    verification.expect(40)
    list(verification.verified([a_frame(40)]))

    verification.expect(40)

    verification.conclude()


def test_a_frame_that_is_not_later_than_the_one_before_is_ignored_even_if_it_is_damaged() -> None:
    verification = Verification(None)
    verification.expect(40)

    frames = [a_frame(40), a_frame(40, is_corrupt=True), a_frame(0, is_corrupt=True)]

    assert [frame.time for frame in verification.verified(frames)] == [40]
