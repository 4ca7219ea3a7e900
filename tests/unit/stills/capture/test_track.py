from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.track import MAX_AGE, SEARCHED, PlaceTrack
from stills.demux.side_packets import SidePacket
from stills.manifest import Location
from tests.telemetry import gps5, payload

SECOND = 1_000_000


def north(degrees: float) -> tuple[float, float, float]:
    return degrees, 10.0, 0.0


def telemetry(second: float, *degrees: float, fix: int = 3) -> SidePacket:
    """A packet of a second, with a place for each number of degrees."""
    data = payload(gps5([north(each) for each in degrees], fix=fix))
    return SidePacket(round(second * SECOND), SECOND, True, data)


def at(track: PlaceTrack, second: float) -> float | None:
    place = track.at(round(second * SECOND))
    return place.latitude if place else None


def test_the_place_is_the_nearest_one() -> None:
    track = PlaceTrack([telemetry(0, 1, 2, 3, 4), telemetry(1, 5, 6)])

    assert [at(track, second) for second in (0, 0.12, 0.13, 0.8, 1, 1.3, 2)] == [
        1,
        1,
        2,
        4,
        5,
        6,
        6,
    ]


def test_where_there_was_no_fix_there_is_no_place() -> None:
    track = PlaceTrack([telemetry(0, 1), telemetry(1, 2, fix=0), telemetry(2, 3)])

    assert track
    assert [at(track, second) for second in (0, 1.2, 2)] == [1, None, 3]


def test_an_old_place_says_nothing() -> None:
    track = PlaceTrack([telemetry(0, 1)])

    assert at(track, MAX_AGE / SECOND) == 1
    assert at(track, MAX_AGE / SECOND + 0.1) is None


@given(st.permutations(range(6)))
def test_packets_may_come_in_any_order(order: list[int]) -> None:
    track = PlaceTrack(telemetry(second, second + 1) for second in order)

    assert [at(track, second) for second in range(6)] == [1, 2, 3, 4, 5, 6]


def test_other_subtitles_are_not_read_to_their_end() -> None:
    read: list[int] = []

    def subtitles() -> Iterator[SidePacket]:
        for second in range(10_000):
            read.append(second)
            yield SidePacket(second * SECOND, SECOND, False, b"\0\5Hello")

    assert not PlaceTrack(subtitles())
    assert len(read) <= SEARCHED + 1


def test_there_is_a_limit_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stills.capture.track.MAX_PLACES", 10)
    packet, read = telemetry(0, *[1.0] * 4), 0

    def packets() -> Iterator[SidePacket]:
        nonlocal read
        while True:
            read += 1
            yield packet

    assert PlaceTrack(packets()).at(0) == Location(1, 10, 0)
    assert read == 3
