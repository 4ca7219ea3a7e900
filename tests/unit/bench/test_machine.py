import pytest
from msgspec.structs import replace

from bench import machine
from bench.machine import this_machine


def test_everything_about_this_machine_is_known() -> None:
    found = this_machine()

    assert found == this_machine()
    assert found.cores >= 1
    assert found.memory_gib > 0
    assert all((found.cpu, found.system, found.python, found.av, found.opencv))


def test_a_machine_is_described_in_a_sentence_with_the_contenders_that_run() -> None:
    machine = replace(this_machine(), cpu="a CPU", contenders={"ffmpeg": "9", "decord": None})

    assert machine.sentence.startswith("a CPU, ")
    assert machine.sentence.endswith("; ffmpeg 9")


def test_without_proc_the_platform_names_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoProc:
        def __init__(self, path: str) -> None:
            pass

        def read_text(self) -> str:
            raise FileNotFoundError

    monkeypatch.setattr(machine, "Path", NoProc)
    monkeypatch.setattr(machine.platform, "processor", lambda: "arm")  # type: ignore[attr-defined]

    assert machine._cpu() == "arm"
