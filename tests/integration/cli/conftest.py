import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local.clips import make_clip

STILLS = Path(sys.executable).with_name("stills")
"""As `make install` installs it."""

Ran = subprocess.CompletedProcess[str]
Stills = Callable[..., Ran]


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """4 s at 25 frames per second, with a keyframe every second."""
    path = tmp_path_factory.mktemp("video") / "clip.mp4"
    return make_clip(path, seconds=4, width=320, height=180, gop=25)


@pytest.fixture
def command() -> Path:
    return STILLS


@pytest.fixture
def stills(tmp_path: Path) -> Stills:
    """Runs the installed command in an empty folder."""

    def stills(*arguments: object) -> Ran:
        return subprocess.run(  # noqa: S603 - the command is ours
            [STILLS, *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True
        )

    return stills
