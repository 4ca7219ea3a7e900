import os
import stat
from pathlib import Path

import pytest

from cli.errors import CommandError
from cli.files import open_video, replacing


def test_a_whole_zip_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"old")

    with replacing(target) as zip_file:
        zip_file.add(b"ne")
        assert target.read_bytes() == b"old"
        zip_file.add(b"w")

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_the_zip_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "out.zip"):
            pass
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_fails_leaves_all_as_it_was(error: type[BaseException], tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as zip_file:
            zip_file.add(b"new")
            raise error

    with pytest.raises(error):
        fail()

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("target", ["/dev/null", "nowhere/out.zip", "."])
def test_where_no_zip_can_be_is_refused(target: str) -> None:
    with pytest.raises(CommandError, match=r"^cannot_write: "), replacing(Path(target)):
        pytest.fail("there is nothing to write to")


def test_a_pipe_is_no_video(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CommandError, match=r"^cannot_read: .* is not a file"):
        open_video(tmp_path / "pipe")
