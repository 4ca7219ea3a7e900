import os
import stat
from pathlib import Path

import pytest

from stills.errors import CannotRead, CannotWrite
from stills.files import open_video, replacing, same_file


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
    with pytest.raises(CannotWrite, match=r"^cannot_write: "), replacing(Path(target)):
        pytest.fail("there is nothing to write to")


def test_a_pipe_is_no_video(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CannotRead, match=r"^cannot_read: .* is not a file"):
        open_video(tmp_path / "pipe")


def test_two_names_of_one_file_are_known_even_before_there_is_one(tmp_path: Path) -> None:
    there, other = tmp_path / "there", tmp_path / "other"
    there.write_bytes(b"")
    other.hardlink_to(there)

    assert same_file(there, other)
    assert same_file(tmp_path / "new", tmp_path / "." / "x" / ".." / "new")
    assert not same_file(there, tmp_path / "new")
