import shutil

import pytest

from bench import machine
from bench.machine import this_machine


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_everything_about_this_machine_is_known() -> None:
    found = this_machine()

    assert found == this_machine()
    assert found.cores >= 1
    assert found.memory_gib > 0
    assert all((found.cpu, found.system, found.python, found.ffmpeg, found.av, found.opencv))


def test_without_proc_the_platform_names_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoProc:
        def __init__(self, path: str) -> None:
            pass

        def read_text(self) -> str:
            raise FileNotFoundError

    monkeypatch.setattr(machine, "Path", NoProc)
    monkeypatch.setattr(machine.platform, "processor", lambda: "arm")  # type: ignore[attr-defined]

    assert machine._cpu() == "arm"
