from pathlib import Path

import pytest

from bench.clips import Clip, make
from bench.loops.opencv import main


@pytest.mark.parametrize(
    ("every", "names"),
    [("1", ["000000.jpg", "000025.jpg", "000050.jpg"]), ("2", ["000000.jpg", "000050.jpg"])],
)
def test_one_frame_is_written_per_interval(every: str, names: list[str], tmp_path: Path) -> None:
    clip = make(Clip(name="tiny", width=64, height=36, frames=60, repeats=1), tmp_path / "clips")

    main(str(clip), str(tmp_path), every, "90")

    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == names


def test_an_interval_of_zero_writes_every_frame(tmp_path: Path) -> None:
    clip = make(Clip(name="tiny", width=64, height=36, frames=10, repeats=1), tmp_path / "clips")

    main(str(clip), str(tmp_path), "0", "90")

    assert len(list(tmp_path.glob("*.jpg"))) == 10
