from pathlib import Path

import pytest

from local.clips import make_clip


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("video") / "v.mp4", seconds=2, width=160, height=90)
