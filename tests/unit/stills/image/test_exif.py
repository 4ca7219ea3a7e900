from datetime import UTC, datetime, timedelta, timezone

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.capture.capture import Capture
from stills.image.encode import encode
from stills.image.exif import block, directories
from stills.manifest import MAX_ALTITUDE, Location
from stills.options import ExtractionOptions
from tests.exif import EXIF, GPS, read_exif

ORIGINAL, OFFSET, SUBSECONDS = 0x9003, 0x9011, 0x9291

PICTURE = np.random.default_rng(1).integers(0, 255, (20, 30, 3)).astype(np.uint8)

FORMATS = ["jpg", "png", "webp", "avif", "tiff"]


@pytest.mark.parametrize("image_format", FORMATS)
def test_every_format_has_time_and_place(image_format: str) -> None:
    time = datetime(2023, 4, 28, 17, 52, 17, 33_333, UTC)
    capture = Capture(time, Location(51.5932, -0.2431, 12.5))
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]

    read = read_exif(encode(PICTURE, options, capture=capture).data)

    assert read[EXIF][ORIGINAL] == "2023:04:28 17:52:17"
    assert read[EXIF][SUBSECONDS] == "033333"
    assert read[EXIF][OFFSET] == "+00:00"
    assert (read[GPS][1], read[GPS][3]) == ("N", "W")
    assert read[GPS][2] == pytest.approx([51, 35, 35.52])
    assert read[GPS][4] == pytest.approx([0, 14, 35.16])
    assert (read[GPS][5], read[GPS][6]) == ([0], [12.5])


@pytest.mark.parametrize("image_format", FORMATS)
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_the_picture_is_the_same_with_metadata(image_format: str, channels: int) -> None:
    picture = np.dstack([PICTURE, PICTURE])[..., :channels]
    options = ExtractionOptions(format=image_format)  # type: ignore[arg-type]

    files = [
        encode(picture, options, capture=capture).data
        for capture in (Capture(), Capture(datetime(2020, 1, 1), Location(1, 2)))
    ]
    plain, tagged = (
        cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED) for file in files
    )

    assert plain is not None
    assert tagged is not None
    assert np.array_equal(plain, tagged)
    assert read_exif(files[0]) == {}


def test_a_time_without_a_zone_has_no_offset() -> None:
    read = read_exif(block(directories(Capture(datetime(2020, 1, 2, 3, 4, 5)))))

    assert read[EXIF][ORIGINAL] == "2020:01:02 03:04:05"
    assert OFFSET not in read[EXIF]
    assert GPS not in read


def test_the_zone_of_the_device_is_kept() -> None:
    zone = timezone(-timedelta(hours=3, minutes=30))

    read = read_exif(block(directories(Capture(datetime(2020, 1, 2, 3, 4, 5, tzinfo=zone)))))

    assert (read[EXIF][ORIGINAL], read[EXIF][OFFSET]) == ("2020:01:02 03:04:05", "-03:30")


def test_nothing_is_written_if_nothing_is_known() -> None:
    assert block(directories(Capture())) == b""


@given(st.floats(-90, 90), st.floats(-180, 180), st.none() | st.floats(-MAX_ALTITUDE, MAX_ALTITUDE))
def test_any_place_is_read_as_it_was_written(
    latitude: float, longitude: float, altitude: float | None
) -> None:
    gps = read_exif(block(directories(Capture(None, Location(latitude, longitude, altitude)))))[GPS]

    def degrees(tag: int, negative: str) -> float:
        whole, minutes, seconds = gps[tag]
        assert minutes < 60
        assert seconds < 60
        angle = whole + minutes / 60 + seconds / 3600
        return float(-angle if gps[tag - 1] == negative else angle)

    assert degrees(2, "S") == pytest.approx(latitude, abs=2e-8)
    assert degrees(4, "W") == pytest.approx(longitude, abs=2e-8)
    if altitude is None:
        assert 6 not in gps
    else:
        height = float(gps[6][0])
        assert (-height if gps[5] == [1] else height) == pytest.approx(altitude, abs=1e-3)
