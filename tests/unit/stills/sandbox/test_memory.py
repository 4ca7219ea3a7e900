import os
import sys

import pytest

from stills.sandbox.memory import COMPLAINTS, MAX_OUTPUT, MemoryMonitor

ENOUGH = 1 << 60


class MonitoredProcess:
    """This process, with a monitor of its memory and a standard error that the monitor reads."""

    def __init__(self, limit: int) -> None:
        self.monitor = MemoryMonitor(limit)
        self._error = os.dup(self.monitor.standard_error)
        self.monitor.begin(os.getpid())

    def complain(self, text: bytes) -> int:
        return os.write(self._error, text)

    def end(self) -> None:
        os.close(self._error)

    def __enter__(self) -> "MonitoredProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.monitor.close()


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_a_complaint_about_memory_explains_a_crash(complaint: bytes) -> None:
    with MonitoredProcess(ENOUGH) as process:
        process.complain(b"fatal: " + complaint + b"\n")
        process.end()

        assert process.monitor.explains_crash()


def test_another_complaint_does_not_explain_a_crash() -> None:
    with MonitoredProcess(ENOUGH) as process:
        process.complain(b"free(): invalid pointer")
        process.end()

        assert not process.monitor.explains_crash()


def test_silence_does_not_explain_a_crash_even_while_another_process_holds_the_pipe() -> None:
    with MonitoredProcess(ENOUGH) as process:
        assert not process.monitor.explains_crash()
        process.end()


def test_output_beyond_the_capacity_of_the_pipe_is_refused_instead_of_blocking() -> None:
    with MonitoredProcess(ENOUGH) as process:
        assert process.complain(bytes(2 * MAX_OUTPUT)) <= MAX_OUTPUT
        with pytest.raises(BlockingIOError):
            process.complain(b"more")
        process.end()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reports how much a process uses")
def test_using_more_than_half_of_the_limit_explains_a_crash() -> None:
    with MonitoredProcess(limit=1024) as process:
        assert not process.monitor.explains_crash()  # nothing was measured
        process.monitor.measure()
        process.end()

        assert process.monitor.explains_crash()


def test_a_process_that_is_gone_cannot_be_measured_and_that_is_not_an_error() -> None:
    monitor = MemoryMonitor(limit=1024)
    monitor.begin(pid=2**22 + 1)  # larger than any process id

    monitor.measure()

    assert not monitor.explains_crash()
    monitor.close()
