"""The place of each image, from the telemetry of cameras and the captions of drones."""

import logging
from pathlib import Path
from zipfile import ZipFile

import pytest

import stills
from stills.manifest import Location
from tests.telemetry import caption, clip_with, gps5, gps9, payload

TAG = Location(10.0, 20.0)
"""Of the container, where the recording began."""

WAY = [(48.0 + second / 100, 2.0, 30.0 + second) for second in range(4)]


@pytest.fixture
def telemetry(tmp_path: Path) -> Path:
    """A GoPro's: 18 samples a second, without a fix in the second second."""
    seconds = [
        payload(gps5([WAY[0]] * 18)),
        payload(gps5([WAY[1]] * 18, fix=0)),
        payload(gps5([WAY[2]] * 18)),
        payload(gps9([WAY[3]] * 10), gps5([WAY[0]] * 18)),
    ]
    return clip_with(tmp_path / "gopro.mp4", "bin_data", seconds)


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    texts = [f"ISO 150, GPS ({east}, {north}, 15), H 6.00m" for north, east, _ in WAY]
    return clip_with(tmp_path / "drone.mp4", "mov_text", [caption(text) for text in texts])


def places(path: Path, *at: float, location: bool = True) -> list[Location | None]:
    manifest = stills.extract(path, path.with_suffix(".zip"), at=at, location=location)
    return [image.location for image in manifest.images]


def test_each_image_has_the_place_of_the_camera_at_its_time(telemetry: Path) -> None:
    first, _, third, fourth = (Location(*place) for place in WAY)

    assert places(telemetry, 0, 0.9, 1.5, 2.5, 3.9) == [first, first, None, third, fourth]


def test_each_image_has_the_place_of_the_drone_at_its_time(captions: Path) -> None:
    expected = [Location(north, east) for north, east, _ in WAY]

    assert places(captions, 0.2, 1.2, 2.2, 3.2) == expected


def test_the_place_is_in_the_image(telemetry: Path) -> None:
    manifest = stills.extract(telemetry, telemetry.with_suffix(".zip"), at=[2.5], location=True)

    with ZipFile(telemetry.with_suffix(".zip")) as archive:
        assert b"WGS-84" in archive.read(manifest.images[0].name)


def test_places_are_given_only_if_they_are_asked_for(telemetry: Path, captions: Path) -> None:
    for path in (telemetry, captions):
        assert places(path, 0, 2.5, location=False) == [None, None]


def test_places_are_in_no_log(
    telemetry: Path,
    captions: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)

    for path in (telemetry, captions):
        places(path, 0, 2.5)

    said = capfd.readouterr()
    assert "48." not in caplog.text + said.out + said.err


@pytest.mark.parametrize("codec", ["bin_data", "mov_text"])
def test_a_track_of_other_things_leaves_the_place_of_the_container(
    codec: str, tmp_path: Path
) -> None:
    path = clip_with(tmp_path / "other.mp4", codec, [caption("Hello")] * 3)

    assert places(path, 0, 2.5) == [TAG, TAG]
