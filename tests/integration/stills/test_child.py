"""The child process of the sandbox: what it does for each job, and what it cannot do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from stills.errors import NotAVideo
from stills.options import ExtractionOptions
from stills.sandbox import wire
from stills.sandbox.child import _run
from tests.connections import Connection, FakeConnection

Clip = Callable[..., Path]


def run(video: bytes, job: wire.Job) -> tuple[wire.FromChild, list[wire.FromChild]]:
    """The outcome of a job, and the messages before it, except those for reading the file."""
    connection = FakeConnection(video)
    outcome = _run(cast(Connection, connection), job)
    return outcome, [each for each in connection.sent if not isinstance(each, wire.Read)]


def test_an_extraction_sends_the_description_then_the_images_and_ends_with_the_manifest(
    clip: Clip,
) -> None:
    video = clip("mp4", gop=25).read_bytes()

    outcome, messages = run(video, wire.Extract(len(video), ExtractionOptions()))

    assert isinstance(outcome, wire.Extracted)
    assert messages[0] == wire.Opened(outcome.manifest.source, 4)
    stored = [each for each in messages if isinstance(each, wire.Store)]
    assert [each.name for each in stored] == [image.name for image in outcome.manifest.images]
    assert messages[-1] == wire.Progress(1, 4)


def test_a_probe_sends_nothing_but_the_description(clip: Clip) -> None:
    video = clip("mp4", gop=25).read_bytes()

    outcome, messages = run(video, wire.Probe(len(video)))

    assert isinstance(outcome, wire.Opened)
    assert (outcome.source.width, outcome.keyframes, messages) == (320, 4, [])


def test_a_scan_sends_the_description_and_ends_with_the_times(clip: Clip) -> None:
    video = clip("mp4", gop=25).read_bytes()

    outcome, messages = run(video, wire.Scan(len(video)))

    keyframes = (0, 1_000_000, 2_000_000, 3_000_000)
    frames = tuple(range(0, 4_000_000, 40_000))
    assert isinstance(outcome, wire.Scanned)
    assert (outcome.frames, outcome.keyframes, outcome.indexed) == (frames, keyframes, keyframes)
    assert (outcome.end, outcome.tolerance) == (4_000_000, 40)
    assert [type(each) for each in messages] == [wire.Opened]


def test_the_error_of_a_file_that_is_not_a_video_is_raised() -> None:
    with pytest.raises(NotAVideo):
        run(b"no video", wire.Probe(8))


def test_a_confined_process_can_open_neither_files_nor_sockets() -> None:
    attempt = (
        "from stills.sandbox.confinement import confine; import socket\n"
        "confine(1 << 32, 60)\n"
        "for reach in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try: reach(); raise SystemExit('reached')\n"
        "    except OSError: pass"
    )

    subprocess.run([sys.executable, "-c", attempt], check=True)  # noqa: S603 - the script is ours


def test_a_process_that_only_describes_videos_imports_neither_opencv_nor_numpy() -> None:
    code = "import sys, stills.sandbox.child; print({'cv2', 'numpy'} & set(sys.modules))"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert ran.stdout == "set()\n"
