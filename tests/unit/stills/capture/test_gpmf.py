import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.gpmf import MAX_ENTRIES, MAX_SAMPLES, places
from stills.manifest import Location
from tests.telemetry import entry, gps5, gps9, nested, payload

PARIS = (48.8584, 2.2945, 35.1)
SYDNEY = (-33.8568, 151.2153, -2.0)

latitudes = st.integers(-900_000_000, 900_000_000).map(lambda number: number / 10_000_000)
longitudes = st.integers(-1_800_000_000, 1_800_000_000).map(lambda number: number / 10_000_000)
altitudes = st.integers(-100_000, 1_000_000).map(lambda number: number / 1000)
anywhere = st.tuples(latitudes, longitudes, altitudes).filter(lambda place: place[:2] != (0, 0))


@given(st.lists(anywhere, max_size=20))
def test_all_samples_are_read(samples: list[tuple[float, float, float]]) -> None:
    expected = [Location(*sample) for sample in samples]

    assert places(payload(gps5(samples))) == expected
    assert places(payload(gps9(samples))) == expected


def test_gps9_is_preferred_to_gps5() -> None:
    for streams in ([gps5([PARIS]), gps9([SYDNEY])], [gps9([SYDNEY]), gps5([PARIS])]):
        assert places(payload(*streams)) == [Location(*SYDNEY)]


@pytest.mark.parametrize(
    "stream",
    [
        gps5([PARIS], fix=0),
        gps5([PARIS], dilution=9999),
        gps9([PARIS], fix=0),
        gps9([PARIS], dilution=99.99),
        gps5([(0, 0, 0)]),
        gps9([(91, 0, 0)]),
    ],
)
def test_without_a_fix_there_is_no_place(stream: bytes) -> None:
    assert places(payload(stream)) == [None]


def test_a_packet_that_says_nothing_about_places_has_none() -> None:
    assert places(payload()) == []


def test_a_scale_of_zero_is_taken_for_one() -> None:
    stream = nested(
        b"STRM",
        entry(b"SCAL", b"l", 4, bytes(20)),
        entry(b"GPS5", b"l", 20, struct.pack(">5i", 48, 2, 35, 0, 0)),
    )

    assert places(payload(stream)) == [Location(48, 2, 35)]


def test_what_a_packet_may_contain_is_bounded() -> None:
    assert len(places(payload(gps5([PARIS] * (MAX_SAMPLES + 1))))) == MAX_SAMPLES
    many = entry(b"NOPE", b"B", 1, b"") * MAX_ENTRIES
    assert places(nested(b"DEVC", *[b""]) + many + payload(gps5([PARIS]))) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_read(garbage: bytes) -> None:
    places(garbage)
    places(payload(garbage))


@given(st.data())
def test_any_change_of_a_packet_is_read(data: st.DataObject) -> None:
    packet = bytearray(payload(gps5([PARIS] * 3), gps9([SYDNEY] * 3)))
    for _ in range(data.draw(st.integers(1, 8))):
        packet[data.draw(st.integers(0, len(packet) - 1))] = data.draw(st.integers(0, 255))

    for place in places(bytes(packet[: data.draw(st.integers(0, len(packet)))])):
        assert place is None or (abs(place.latitude) <= 90 and abs(place.longitude) <= 180)
