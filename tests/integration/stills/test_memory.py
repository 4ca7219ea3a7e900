"""A child process that runs out of memory is recognized, however it ends."""

import io
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stills.errors import DecoderCrashed, OutOfMemory
from stills.options import ExtractionOptions
from stills.sandbox import process
from stills.sandbox.client import extract
from stills.sandbox.process import Limits
from tests.children import run_instead
from tests.sinks import MemorySink

Clip = Callable[..., Path]

MIB = 1024**2

EACH_SECOND = ExtractionOptions()


@pytest.mark.parametrize("megabytes", [1, 80, 96, 104, 112])
@pytest.mark.parametrize(("suffix", "codec"), [("mp4", "libx264"), ("avi", "mpeg4")])
def test_too_little_memory_is_reported_as_out_of_memory(
    suffix: str, codec: str, megabytes: int, clip: Clip
) -> None:
    limits = Limits(memory=megabytes * MIB)
    path = clip(suffix, seconds=1, width=1920, height=1080, codec=codec)

    with path.open("rb") as video, pytest.raises(OutOfMemory):
        extract(video, EACH_SECOND, MemorySink(), limits=limits)


@pytest.mark.parametrize(
    ("complaint", "error"),
    [
        ("terminate called after throwing an instance of 'std::bad_alloc'", OutOfMemory),
        ("free(): invalid pointer", DecoderCrashed),
    ],
)
def test_an_abort_is_out_of_memory_if_the_process_complained_about_memory(
    complaint: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os, sys; print({complaint!r}, file=sys.stderr); os.abort()"
    run_instead(monkeypatch, [sys.executable, "-c", crash])

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reports how much a process uses")
@pytest.mark.parametrize(
    ("limits", "error"), [(Limits(memory=MIB), OutOfMemory), (Limits(), DecoderCrashed)]
)
def test_a_silent_crash_is_out_of_memory_if_most_of_the_limit_was_used(
    limits: Limits, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = f"import os, time; time.sleep(0.5); os.kill(os.getpid(), {int(signal.SIGSEGV)})"
    run_instead(monkeypatch, [sys.executable, "-c", crash])
    monkeypatch.setattr(process, "POLL_INTERVAL", 0.05)

    with pytest.raises(error):
        extract(io.BytesIO(), EACH_SECOND, MemorySink(), limits=limits)


def test_a_process_that_never_stops_writing_errors_is_not_blocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = (
        "import os\n"
        "for _ in range(1000):\n"
        "    try: os.write(2, bytes(4096))\n"
        "    except BlockingIOError: pass\n"
        "os.abort()"
    )
    run_instead(monkeypatch, [sys.executable, "-c", script])

    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, MemorySink())
