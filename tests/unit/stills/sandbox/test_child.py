import errno
from typing import cast

import cv2
import pytest

from stills.sandbox import child, wire
from stills.sandbox.child import _is_out_of_memory, _Parent
from tests.connections import Connection, FakeConnection
from tests.samples import a_source


def no_memory_in_opencv() -> cv2.error:
    error = cv2.error("insufficient memory")
    error.code = cv2.Error.StsNoMem
    return error


OUT_OF_MEMORY = [
    MemoryError(),
    no_memory_in_opencv(),
    OSError(errno.ENOMEM, "Cannot allocate memory"),
    RuntimeError("can't start new thread"),
]


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=repr)
def test_errors_for_lack_of_memory_are_recognized(error: Exception) -> None:
    assert _is_out_of_memory(error)


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=repr)
def test_an_error_that_was_caused_by_a_lack_of_memory_is_recognized(error: Exception) -> None:
    caused, meanwhile = ValueError(), ValueError()
    caused.__cause__ = error
    meanwhile.__context__ = error

    assert _is_out_of_memory(caused)
    assert _is_out_of_memory(meanwhile)


@pytest.mark.parametrize(
    "error", [None, ValueError("memory"), OSError(errno.EIO, "I/O"), cv2.error("assertion failed")]
)
def test_other_errors_are_not_a_lack_of_memory(error: Exception | None) -> None:
    assert not _is_out_of_memory(error)


def parent(connection: FakeConnection) -> _Parent:
    return _Parent(cast(Connection, connection))


def test_the_parent_reads_the_file_on_behalf_of_the_child() -> None:
    connection = FakeConnection(b"0123456789")

    assert parent(connection).read(4, 3) == b"456"

    assert connection.sent == [wire.Read(4, 3)]


def test_the_parent_answers_where_it_stored_an_image() -> None:
    connection = FakeConnection(b"")
    sink = parent(connection)

    offsets = [sink.store("a.jpg", b"image"), sink.store("b.jpg", b"another")]

    assert offsets == [0, 5]
    assert connection.sent == [wire.Store("a.jpg", b"image"), wire.Store("b.jpg", b"another")]


def test_the_parent_gets_the_description_of_the_video() -> None:
    connection = FakeConnection(b"")

    parent(connection).opened(a_source(), 3)

    assert connection.sent == [wire.Opened(a_source(), 3)]


def test_progress_is_reported_at_most_once_per_interval_and_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(child.time, "monotonic", lambda: now)  # type: ignore[attr-defined]
    connection = FakeConnection(b"")
    sink = parent(connection)

    sink.progress(0.1, 1)
    now += child.PROGRESS_INTERVAL / 2
    sink.progress(0.2, 2)
    now += child.PROGRESS_INTERVAL
    sink.progress(0.3, 3)
    sink.progress(1, 4)

    assert connection.sent == [wire.Progress(0.1, 1), wire.Progress(0.3, 3), wire.Progress(1, 4)]
