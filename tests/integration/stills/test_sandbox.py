"""The child process: what comes out of it, and how it ends."""

import io
import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stills.errors import DecoderCrashed, DecodingFailed, NoImages, NotAVideo, OutOfMemory, TimedOut
from stills.options import ExtractionOptions
from stills.sandbox import process, wire
from stills.sandbox.client import extract, probe
from stills.sandbox.process import Limits, SandboxProcess
from tests.samples import a_source
from tests.sinks import MemorySink
from worker.errors import Canceled

Clip = Callable[..., Path]

MIB = 1024**2

EACH_SECOND = ExtractionOptions()


@pytest.fixture
def video(clip: Clip) -> Iterator[io.BufferedReader]:
    with clip("mp4").open("rb") as file:
        yield file


def test_images_and_manifest_are_those_of_the_engine(clip: Clip, run: Callable[..., Any]) -> None:
    in_process = run(clip("mp4"))
    sink = MemorySink()

    with clip("mp4").open("rb") as file:
        manifest = extract(file, EACH_SECOND, sink)

    assert sink.files == in_process.files
    assert manifest == in_process.manifest


def test_what_the_video_is_is_told_once_before_any_image(clip: Clip) -> None:
    sink = MemorySink()

    with clip("mp4", gop=25).open("rb") as file:
        manifest = extract(file, EACH_SECOND, sink)

    assert sink.opened_as == [(manifest.source, 4)]
    assert sink.calls == ["opened", "store", "store", "store", "store"]


def test_what_the_video_is_is_told_also_where_no_image_comes_of_it(
    video: io.BufferedReader,
) -> None:
    sink = MemorySink()

    with pytest.raises(NoImages):
        extract(video, ExtractionOptions(start=100), sink)

    assert [source.duration for source, _ in sink.opened_as] == [4.0]


def test_a_probe_says_what_the_video_is(video: io.BufferedReader) -> None:
    assert (probe(video).width, probe(video).height) == (320, 180)


def test_a_probe_of_what_is_no_video_says_so() -> None:
    with pytest.raises(NotAVideo):
        probe(io.BytesIO(b"no video"))


def test_a_child_that_says_another_thing_first_or_the_same_again_was_taken_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, stored = wire.Opened(a_source(), 1), wire.Store("a.jpg", b"")
    sink = MemorySink()

    answers(monkeypatch, opened, opened)
    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, sink)
    answers(monkeypatch, stored)
    with pytest.raises(DecoderCrashed):
        probe(io.BytesIO())

    assert sink.opened_as == [(opened.source, 1)]


def test_nothing_of_the_current_directory_is_run(
    video: io.BufferedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "av.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")

    assert extract(video, EACH_SECOND, MemorySink()).images


def test_the_engines_errors_come_through(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo):
        extract(io.BytesIO(b"no video"), EACH_SECOND, MemorySink())


def test_the_callers_errors_come_through_and_leave_no_process(
    video: io.BufferedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(process.subprocess, "Popen", Noted)

    class CanceledSink(MemorySink):
        def progress(self, fraction: float, images: int) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        extract(video, EACH_SECOND, CanceledSink())
    assert [each.returncode is not None for each in started] == [True]


def test_errors_of_reading_are_the_callers() -> None:
    class Unreadable(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError, match="gone"):
        extract(Unreadable(b"ftyp" * 100), EACH_SECOND, MemorySink())


@pytest.mark.parametrize("megabytes", [1, 80, 96, 112, 128])
@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "libx264"), ("avi", "mpeg4")])
def test_too_little_memory_is_told_as_such(
    suffix: str, codec: str, megabytes: int, clip: Clip
) -> None:
    limits = Limits(memory=megabytes * MIB)
    path = clip(suffix, seconds=1, width=1920, height=1080, codec=codec)

    with path.open("rb") as video, pytest.raises(OutOfMemory):
        extract(video, EACH_SECOND, MemorySink(), limits=limits)


def test_the_last_word_of_a_process_is_heard_even_if_it_does_not_listen() -> None:
    with SandboxProcess(Limits(memory=MIB)) as starved:
        starved.send(bytes(4 * MIB))  # more than is sent without anybody who reads

        messages = (message for message in starved.messages() if message)
        assert next(messages) == wire.Failed(OutOfMemory.code, OutOfMemory.reason)


def test_too_much_computing_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    confined = "from stills.sandbox.child import _confine; _confine(1 << 32, 1)"
    start(monkeypatch, [sys.executable, "-c", f"{confined}\nwhile True: pass"])

    with pytest.raises(TimedOut):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


@pytest.mark.parametrize(
    ("end", "error"), [(signal.SIGSEGV, DecoderCrashed), (signal.SIGKILL, OutOfMemory)]
)
def test_a_crash_is_told_by_how_the_process_ended(
    end: signal.Signals, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os; os.kill(os.getpid(), {int(end)})"
    start(monkeypatch, [sys.executable, "-c", crash])

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


@pytest.mark.parametrize(
    ("complaint", "error"),
    [
        ("terminate called after throwing an instance of 'std::bad_alloc'", OutOfMemory),
        ("free(): invalid pointer", DecoderCrashed),
    ],
)
def test_a_crash_for_want_of_memory_is_told_by_what_the_process_complains_of(
    complaint: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os, sys; print({complaint!r}, file=sys.stderr); os.abort()"
    start(monkeypatch, [sys.executable, "-c", crash])

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much a process has")
@pytest.mark.parametrize(
    ("limits", "error"), [(Limits(memory=MIB), OutOfMemory), (Limits(), DecoderCrashed)]
)
def test_a_silent_crash_is_for_want_of_memory_where_most_of_it_was_taken(
    limits: Limits, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os, time; time.sleep(0.5); os.kill(os.getpid(), {int(signal.SIGSEGV)})"
    start(monkeypatch, [sys.executable, "-c", crash])
    monkeypatch.setattr(process, "POLL_INTERVAL", 0.05)

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink(), limits=limits)


def test_a_process_that_never_stops_complaining_is_not_blocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = (
        "import os\n"
        "for _ in range(1000):\n"
        "    try: os.write(2, bytes(4096))\n"
        "    except BlockingIOError: pass\n"
        "os.abort()"
    )
    start(monkeypatch, [sys.executable, "-c", script])

    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


def test_a_process_that_falls_silent_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    start(monkeypatch, ["sleep", "60"])
    monkeypatch.setattr(process, "POLL_INTERVAL", 0.05)
    sink = MemorySink()

    with pytest.raises(TimedOut):
        extract(io.BytesIO(), EACH_SECOND, sink, limits=Limits(silence=0.3))

    assert len(sink.reports) >= 3


def test_the_process_gets_no_credentials_and_can_open_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    started = start(monkeypatch, ["true"])
    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())

    assert "secret" not in str(started["env"])
    attempt = (
        "from stills.sandbox.child import _confine; import socket\n"
        "_confine(1 << 32, 60)\n"
        "for reach in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try: reach(); raise SystemExit('reached')\n"
        "    except OSError: pass"
    )
    subprocess.run([sys.executable, "-c", attempt], env=started["env"], check=True)  # noqa: S603


def answers(monkeypatch: pytest.MonkeyPatch, *said: wire.FromChild) -> None:
    """Has the child say these things, whatever it is asked."""
    monkeypatch.setattr(process.SandboxProcess, "messages", lambda _: iter(said))


def start(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> dict[str, Any]:
    """Has another program run in the place of the child; returns how it is started."""
    started: dict[str, Any] = {}
    popen = subprocess.Popen

    def start_command(_: list[str], **how: Any) -> Any:
        started.update(how)
        return popen(command, **how)

    monkeypatch.setattr(subprocess, "Popen", start_command)
    return started


def test_a_bug_in_the_child_ends_in_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, wire.Broken("Traceback: IndexError"))

    with pytest.raises(DecodingFailed) as failed:
        extract(io.BytesIO(), EACH_SECOND, MemorySink())

    assert "IndexError" in str(failed.value.__cause__)


def test_a_child_that_reads_on_and_on_without_progress_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never_ends = itertools.repeat(wire.Read(0, 1000))
    monkeypatch.setattr(process.SandboxProcess, "messages", lambda _: never_ends)
    monkeypatch.setattr(process.SandboxProcess, "send", lambda *_: None)

    with pytest.raises(TimedOut, match="no progress"):
        extract(io.BytesIO(bytes(1000)), EACH_SECOND, MemorySink())


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
def test_the_child_ends_when_its_parent_is_killed(clip: Clip, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, stills\n"
        "def kill(*_):\n"
        "    children = open(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read()\n"
        "    print(children, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "stills.extract(sys.argv[1], sys.argv[2], every_nth=1, progress=kill)"
    )
    command = [sys.executable, "-c", script, clip("mp4"), tmp_path / "out.zip"]

    killed = subprocess.run(command, capture_output=True, text=True)  # noqa: S603

    [child] = killed.stdout.split()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
