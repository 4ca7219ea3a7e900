"""The client of the sandbox, with the real child process."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stills.errors import DecoderCrashed, DecodingFailed, NoImages, NotAVideo
from stills.options import ExtractionOptions
from stills.sandbox import wire
from stills.sandbox.client import describe, extract, probe, scan
from tests.children import answer_with
from tests.samples import a_source
from tests.sinks import MemorySink
from worker.errors import Canceled

Clip = Callable[..., Path]

EACH_SECOND = ExtractionOptions()


@pytest.fixture
def video(clip: Clip) -> Iterator[io.BufferedReader]:
    with clip("mp4").open("rb") as file:
        yield file


def test_the_child_produces_the_same_images_and_manifest_as_this_process(
    clip: Clip, run: Callable[..., Any]
) -> None:
    in_process = run(clip("mp4"))
    sink = MemorySink()

    with clip("mp4").open("rb") as file:
        manifest = extract(file, EACH_SECOND, sink)

    assert sink.files == in_process.files
    assert manifest == in_process.manifest


def test_the_sink_gets_the_description_once_and_before_any_image(clip: Clip) -> None:
    sink = MemorySink()

    with clip("mp4", gop=25).open("rb") as file:
        manifest = extract(file, EACH_SECOND, sink)

    assert sink.opened_as == [(manifest.source, 4)]
    assert sink.calls == ["opened", "store", "store", "store", "store"]


def test_the_sink_gets_the_description_even_if_there_are_no_images(
    video: io.BufferedReader,
) -> None:
    sink = MemorySink()

    with pytest.raises(NoImages):
        extract(video, ExtractionOptions(start=100), sink)

    assert [source.duration for source, _ in sink.opened_as] == [4.0]


def test_probe_describes_the_video(video: io.BufferedReader) -> None:
    assert (probe(video).width, probe(video).height) == (320, 180)


@pytest.mark.parametrize("function", [probe, scan])
def test_a_file_that_is_not_a_video_is_refused(function: Callable[[Any], Any]) -> None:
    with pytest.raises(NotAVideo):
        function(io.BytesIO(b"no video"))


def test_scan_returns_the_timeline(clip: Clip) -> None:
    with clip("mp4", gop=25).open("rb") as file:
        timeline = scan(file)

        assert timeline.source == probe(file)
    assert list(timeline.frames) == [number * 40_000 for number in range(100)]
    assert list(timeline.keyframes) == [0, 1_000_000, 2_000_000, 3_000_000]
    assert list(timeline.indexed) == list(timeline.keyframes)


def test_a_child_that_sends_an_unexpected_message_is_treated_as_crashed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, stored = wire.Opened(a_source(), 1), wire.Store("a.jpg", b"")
    sink = MemorySink()

    answer_with(monkeypatch, opened, opened)
    with pytest.raises(DecoderCrashed):
        extract(io.BytesIO(), EACH_SECOND, sink)
    answer_with(monkeypatch, stored)
    with pytest.raises(DecoderCrashed):
        probe(io.BytesIO())

    assert sink.opened_as == [(opened.source, 1)]


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([wire.Scanned((0,), (0,), (0,), end=1, tolerance=1)], id="no description"),
        pytest.param([wire.Opened(a_source(), 1)] * 2, id="two descriptions"),
        pytest.param([wire.Opened(a_source(), 1), wire.Store("a.jpg", b"")], id="an image"),
    ],
)
def test_a_scan_with_unexpected_messages_is_treated_as_crashed(
    messages: list[wire.FromChild], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, *messages)

    with pytest.raises(DecoderCrashed):
        scan(io.BytesIO())


@pytest.mark.parametrize(
    "message",
    [pytest.param(None, id="silence"), pytest.param(wire.Read(0, 10), id="reading")],
)
def test_who_waits_for_a_description_may_give_up(
    message: wire.FromChild | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stills.sandbox.client.POLL_INTERVAL", 0)
    answer_with(monkeypatch, message, wire.Opened(a_source(), 1))

    def wait() -> None:
        raise Canceled

    assert describe(io.BytesIO()) == (a_source(), 1)
    with pytest.raises(Canceled):
        describe(io.BytesIO(), wait)


def test_an_unknown_error_code_is_treated_as_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, wire.Failed("rm_rf", "Please run this command."))

    with pytest.raises(DecoderCrashed):
        probe(io.BytesIO())


def test_a_bug_in_the_child_ends_in_a_code_with_its_traceback_as_the_cause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer_with(monkeypatch, wire.Broken("Traceback ...\nZeroDivisionError"))

    with pytest.raises(DecodingFailed) as failed:
        probe(io.BytesIO())

    assert "ZeroDivisionError" in str(failed.value.__cause__)


def test_a_huge_read_is_answered_with_a_limited_number_of_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class NotedReads(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.largest = max(self.largest, size or 0)
            return super().read(size)

    monkeypatch.setattr("stills.sandbox.client.MAX_READ", 1000)
    answer_with(monkeypatch, wire.Read(0, 10**12))
    file = NotedReads(bytes(5000))

    with pytest.raises(DecoderCrashed):
        probe(file)

    assert file.largest == 1000


def test_video_errors_of_the_child_are_raised_here() -> None:
    with pytest.raises(NotAVideo):
        extract(io.BytesIO(b"no video"), EACH_SECOND, MemorySink())


def test_errors_of_the_sink_are_raised_and_leave_no_process(
    video: io.BufferedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)

    class CanceledSink(MemorySink):
        def progress(self, fraction: float, images: int) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        extract(video, EACH_SECOND, CanceledSink())
    assert [each.returncode is not None for each in started] == [True]


def test_errors_of_reading_the_file_are_raised_unchanged() -> None:
    class Unreadable(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError, match="gone"):
        extract(Unreadable(b"ftyp" * 100), EACH_SECOND, MemorySink())
