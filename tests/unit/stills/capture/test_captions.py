import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.captions import places
from stills.manifest import Location
from tests.telemetry import caption

AIR = "F/2.8, SS 206.14, ISO 150, EV 0, GPS (8.6499, 53.2304, 15), D 24.26m, H 6.00m, H.S 2.10m/s"
PHANTOM = "HOME(149.0251,-20.2532) 2017.08.05 14:11:51\nGPS(149.0252,-20.2533,16) BAROMETER:1.9"
MAVIC = "[iso : 110] [shutter : 1/200.0] [latitude : 53.2304] [longtitude : 8.6499]"
MINI = "[latitude: 53.2304] [longitude: -8.6499] [rel_alt: 1.300 abs_alt: 19.561] [ct: 5000]"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (AIR, Location(53.2304, 8.6499)),
        (PHANTOM, Location(-20.2533, 149.0252)),
        (MAVIC, Location(53.2304, 8.6499)),
        (MINI, Location(53.2304, -8.6499, 19.561)),
    ],
)
def test_the_captions_of_drones_have_places(text: str, place: Location) -> None:
    assert places(caption(text)) == [place]
    assert places(text.encode()) == [place]


@pytest.mark.parametrize(
    "text", ["GPS (0, 0, 0)", "[latitude: 0.0] [longitude: 0.0]", "GPS(200,95)"]
)
def test_without_a_fix_there_is_no_place(text: str) -> None:
    assert places(caption(text)) == [None]


@pytest.mark.parametrize(
    "text", ["", "Where are we?", "GPS (n/a, n/a)", "[latitude: 53.2304]", "GPSX(1.0,2.0)"]
)
def test_other_captions_say_nothing_about_a_place(text: str) -> None:
    assert places(caption(text)) == []


@given(st.binary(max_size=300), st.text(max_size=300))
def test_anything_is_read(data: bytes, text: str) -> None:
    places(data)
    places(caption(text))
    places(b"GPS(" + data + b"," + text.encode())
    places(b"latitude:1" + b"9" * 5000 + b" longitude:" + text.encode())
