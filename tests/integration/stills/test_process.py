"""The child process of the sandbox: how it starts, and how each of its ends is reported."""

import io
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.errors import DecoderCrashed, OutOfMemory, TimedOut
from stills.options import ExtractionOptions
from stills.sandbox import process, wire
from stills.sandbox.client import extract
from stills.sandbox.process import Limits, SandboxProcess
from tests.children import run_instead
from tests.sinks import MemorySink

Clip = Callable[..., Path]

MIB = 1024**2

EACH_SECOND = ExtractionOptions()


def test_modules_in_the_current_directory_are_not_imported(
    clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "av.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")

    with clip("mp4").open("rb") as video:
        assert extract(video, EACH_SECOND, MemorySink()).images


def test_the_last_message_of_a_process_is_received_even_if_it_reads_nothing() -> None:
    with SandboxProcess(Limits(memory=MIB)) as starved:
        starved.send(bytes(4 * MIB))  # more than fits into the connection while nobody reads

        messages = (message for message in starved.messages() if message)
        assert next(messages) == wire.Failed(OutOfMemory.code, OutOfMemory.reason)


def test_using_too_much_cpu_time_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    confined = "from stills.sandbox.confinement import confine; confine(1 << 32, 1)"
    run_instead(monkeypatch, [sys.executable, "-c", f"{confined}\nwhile True: pass"])

    with pytest.raises(TimedOut):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


@pytest.mark.parametrize(
    ("end", "error"), [(signal.SIGSEGV, DecoderCrashed), (signal.SIGKILL, OutOfMemory)]
)
def test_the_signal_that_ended_the_process_decides_the_error(
    end: signal.Signals, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os; os.kill(os.getpid(), {int(end)})"
    run_instead(monkeypatch, [sys.executable, "-c", crash])

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


def test_a_process_that_sends_no_messages_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, ["sleep", "60"])
    monkeypatch.setattr(process, "POLL_INTERVAL", 0.05)
    sink = MemorySink()

    with pytest.raises(TimedOut):
        extract(io.BytesIO(), EACH_SECOND, sink, limits=Limits(silence=0.3))

    assert len(sink.reports) >= 3


def test_a_message_that_breaks_the_protocol_is_treated_as_a_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    garbage = (
        "import time; from multiprocessing.connection import Connection\n"
        "for descriptor in range(3, 64):\n"
        "    try: Connection(descriptor).send_bytes(b'garbage')\n"
        "    except OSError: pass\n"
        "time.sleep(60)"
    )
    run_instead(monkeypatch, [sys.executable, "-c", garbage])

    with SandboxProcess(Limits()) as broken:
        messages = (message for message in broken.messages() if message)
        with pytest.raises(DecoderCrashed):
            next(messages)


def test_the_process_gets_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")

    started_with = run_instead(monkeypatch, ["true"])
    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())

    assert "secret" not in str(started_with["env"])


def test_the_default_memory_limit_leaves_some_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1024**3 // 4096}
    monkeypatch.setattr("os.sysconf", pages.__getitem__)
    assert Limits().memory == 3 * 1024**3 // 4

    pages["SC_PHYS_PAGES"] *= 3
    assert Limits().memory == 3 * 1024**3 - process.RESERVED

    pages["SC_PHYS_PAGES"] *= 100
    assert Limits().memory == process.MAX_MEMORY


def test_a_function_that_may_use_a_part_of_the_machine_leaves_some_of_that() -> None:
    affordable = process.affordable_memory(512 * MIB)

    assert affordable == 384 * MIB
    assert process.affordable_memory(10**15) == process.affordable_memory()
