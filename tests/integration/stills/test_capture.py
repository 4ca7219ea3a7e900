"""The time and the place of capture, from the tags of a container into images and manifest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import av
import numpy as np
import pytest

import stills
from stills.manifest import Location


@pytest.fixture(params=["mp4", "mov", "mkv"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Two seconds, recorded on a sunny day in Paris."""
    path = tmp_path / f"paris.{request.param}"
    with av.open(str(path), "w") as container:
        container.metadata["creation_time"] = "2023-04-28T17:52:17.000000Z"
        container.metadata["location"] = "+48.8584+002.2945/"
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for level in range(20):
            picture = np.full((64, 64, 3), 10 * level, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_each_image_has_the_time_of_its_frame(recorded: Path, tmp_path: Path) -> None:
    made = stills.extract(recorded, tmp_path / "a.zip", at=[0, 1.5])

    began = datetime(2023, 4, 28, 17, 52, 17, tzinfo=UTC)
    assert made.source.creation_time == began
    assert [each.captured_at for each in made.images] == [began, began + timedelta(seconds=1.5)]
    with ZipFile(tmp_path / "a.zip") as archive:
        second = archive.read(made.images[1].name)
    assert b"2023:04:28 17:52:18" in second
    assert b"+00:00" in second


def test_the_place_is_given_only_if_it_is_asked_for(recorded: Path, tmp_path: Path) -> None:
    without = stills.extract(recorded, tmp_path / "a.zip", at=[0])
    made = stills.extract(recorded, tmp_path / "b.zip", at=[0], location=True)

    assert without.images[0].location is None
    assert made.images[0].location == Location(48.8584, 2.2945, None)
    with ZipFile(tmp_path / "a.zip") as one, ZipFile(tmp_path / "b.zip") as other:
        assert b"WGS-84" not in one.read(without.images[0].name)
        assert b"WGS-84" in other.read(made.images[0].name)
