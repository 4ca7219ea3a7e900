import sys

import pytest

from bench.usage import run

MIB = 1024 * 1024

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")

CHILD = "import sys, subprocess; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


def in_a_child(code: str) -> list[str]:
    """A command whose child process runs the code."""
    return [sys.executable, "-c", CHILD, code]


def test_cpu_time_includes_the_time_of_child_processes() -> None:
    busy = "import time\nwhile time.process_time() < 0.4: pass"

    usage = run(in_a_child(busy))

    assert usage.cpu >= 0.4
    assert usage.wall >= 0.4


@needs_proc
def test_memory_is_that_of_all_processes_together() -> None:
    holding = f"import time; held = b'x' * {200 * MIB}; time.sleep(0.3)"

    alone = run([sys.executable, "-c", "import time; time.sleep(0.3)"])
    usage = run(in_a_child(holding))

    assert usage.memory >= 200 * MIB + alone.memory * 1.5


@needs_proc
def test_processes_that_run_one_after_the_other_do_not_add_up() -> None:
    holding = f"import time; held = b'x' * {200 * MIB}; time.sleep(0.3)"
    twice = f"{CHILD}; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"

    assert run([sys.executable, "-c", twice, holding]).memory < 300 * MIB


def test_waiting_takes_wall_time_but_no_cpu_time() -> None:
    usage = run([sys.executable, "-c", "import time; time.sleep(0.5)"])

    assert usage.wall >= 0.5
    assert usage.cpu < usage.wall


def test_a_failed_command_raises_an_error_with_what_it_wrote() -> None:
    with pytest.raises(RuntimeError, match="no such video"):
        run([sys.executable, "-c", "raise SystemExit('no such video')"])
