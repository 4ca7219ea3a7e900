import os
import stat
from pathlib import Path

import pytest

from stills.errors import CannotRead, CannotWrite
from stills.files import open_video, replacing, same_file


def test_a_finished_file_replaces_the_one_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    target.write_bytes(b"old")

    with replacing(target) as zip_file:
        zip_file.add(b"ne")
        assert target.read_bytes() == b"old"
        zip_file.add(b"w")

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_the_permissions_of_the_file_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "out.zip"):
            pass
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_error_leaves_the_old_file_and_nothing_else(
    error: type[BaseException], tmp_path: Path
) -> None:
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
def test_a_target_that_cannot_be_a_file_is_refused(target: str) -> None:
    with pytest.raises(CannotWrite, match=r"^cannot_write: "), replacing(Path(target)):
        pytest.fail("it was opened")


def test_a_pipe_is_not_a_video(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CannotRead, match=r"^cannot_read: .* is not a file"):
        open_video(tmp_path / "pipe")


def test_two_paths_to_one_file_are_recognized_even_before_it_exists(tmp_path: Path) -> None:
    there, other = tmp_path / "there", tmp_path / "other"
    there.write_bytes(b"")
    other.hardlink_to(there)

    assert same_file(there, other)
    assert same_file(tmp_path / "new", tmp_path / "." / "x" / ".." / "new")
    assert not same_file(there, tmp_path / "new")
