"""Places in the tags of containers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.place import location_in, parsed
from stills.manifest import Location


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("+48.8584+002.2945/", Location(48.8584, 2.2945, None)),
        ("+48.8584+002.2945+035.100/", Location(48.8584, 2.2945, 35.1)),
        ("-33.8568+151.2153-002/", Location(-33.8568, 151.2153, -2.0)),
        ("+4851.504+00217.670/", Location(48.8584, 2.2945, None)),
        ("+485130.24+0021740.2/", Location(48.8584, 2.2945, None)),
        ("+40-075CRSWGS_84/", Location(40.0, -75.0, None)),
    ],
)
def test_all_forms_of_iso_6709_are_read(text: str, place: Location) -> None:
    found = parsed(text)

    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(
        (place.latitude, place.longitude), abs=1e-4
    )
    assert found.altitude == place.altitude


@pytest.mark.parametrize(
    "text",
    ["", "Paris", "+91+000/", "+00+181/", "+0.0+0.0/", "+1+2x/", "+4899.0+00217.0/", "+nan+inf/"],
)
def test_what_is_no_place_is_ignored(text: str) -> None:
    assert parsed(text) is None


@given(st.text())
def test_any_text_is_a_place_or_none(text: str) -> None:
    found = parsed(text)

    assert found is None or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180)


def test_apples_tag_wins_and_languages_are_accepted() -> None:
    tags = {"location": "+1+2/", "com.apple.quicktime.location.ISO6709": "+3+4/"}

    assert location_in([tags]) == Location(3.0, 4.0, None)
    assert location_in([{}, {"location-eng": "+1+2/"}]) == Location(1.0, 2.0, None)
    assert location_in([{"location": "nowhere", "title": "+1+2/"}]) is None
