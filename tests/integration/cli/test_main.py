"""Errors and interruptions of the `stills` command."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Stills = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("extract VIDEO --start 100", "no_images: "),
        ("extract VIDEO --every 0", "invalid_options: --every: must be "),
        (
            "extract VIDEO --format gif",
            "invalid_options: --format: must be one of avif, jpg, png, tiff, webp, not 'gif'",
        ),
        ("extract VIDEO --ever 2", "invalid_options: unrecognized arguments: --ever"),
        ("extract VIDEO --every", "invalid_options: --every: expected one argument"),
        ("frob", "invalid_options: COMMAND: invalid choice: 'frob'"),
        ("completion ksh", "invalid_options: shell: invalid choice: 'ksh'"),
        ("plan VIDEO --start 100", "no_images: "),
        ("extract", "invalid_options: the following arguments are required: VIDEO"),
        ("extract missing.mp4", "no_such_file: there is no file missing.mp4"),
        ("extract VIDEO -o nowhere/out.zip", "cannot_write: nowhere/out.zip: No such file"),
        ("extract VIDEO -o VIDEO", "cannot_write: "),
        ("extract .", "cannot_read: . is a folder: add -r"),
        ("extract /dev/null", "cannot_read: /dev/null is not a file"),
        ("probe missing.mp4", "no_such_file: "),
        ("plan VIDEO --fps 1 --count 2", "invalid_options: --fps and --count cannot be combined"),
        ("", "invalid_options: the following arguments are required: COMMAND"),
    ],
)
def test_an_error_is_reported_in_one_line_and_leaves_no_files(
    arguments: str, error: str, stills: Stills, video: Path, tmp_path: Path
) -> None:
    ran = stills(*arguments.replace("VIDEO", str(video)).split())

    assert ran.returncode == 2
    assert ran.stderr.startswith(f"error: {error}")
    assert ran.stderr.count("\n") == 1
    assert ran.stdout == ""
    assert list(tmp_path.iterdir()) == []
    assert video.exists()


@pytest.mark.parametrize("command", ["extract", "probe", "plan"])
def test_a_file_that_is_not_a_video_is_reported(
    command: str, stills: Stills, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    ran = stills(command, "text.mp4")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: not_a_video: ")


@pytest.fixture
def _heeds_sigint() -> Iterator[None]:
    """A shell lets what it runs in the background ignore SIGINT, and commands inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeds_sigint")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_leaves_no_files(
    ending: signal.Signals, command: Path, video: Path, tmp_path: Path
) -> None:
    process = subprocess.Popen(  # noqa: S603 - the command is ours
        [command, "extract", video, "--every-nth", "1", "--format", "png"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not list(tmp_path.iterdir()):
        time.sleep(0.01)

    os.killpg(process.pid, ending)  # as a terminal does, so that the child process gets it too

    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "error: interrupted: stopped before the end\n"
    assert list(tmp_path.iterdir()) == []
