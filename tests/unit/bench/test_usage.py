import sys

import pytest

from bench.usage import run

MIB = 1024 * 1024

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")

CHILD = "import sys, subprocess; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


def in_a_grandchild(code: str) -> list[str]:
    return [sys.executable, "-c", CHILD, code]


def test_cpu_time_is_of_all_processes():
    # given a command whose child computes
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    # when it is run
    usage = run(in_a_grandchild(busy))
    # then the child's time counts
    assert usage.cpu >= 0.4
    assert usage.wall >= 0.4


@needs_proc
def test_memory_is_of_all_processes_together():
    # given a command whose child holds memory for a moment
    holding = f"import time; held = b'x' * {200 * MIB}; time.sleep(0.3)"
    # when it is run
    alone = run([sys.executable, "-c", "import time; time.sleep(0.3)"])
    usage = run(in_a_grandchild(holding))
    # then that counts, and so does the parent
    assert usage.memory >= 200 * MIB + alone.memory * 1.5


def test_a_failed_command_says_why():
    with pytest.raises(RuntimeError, match="no such video"):
        run([sys.executable, "-c", "raise SystemExit('no such video')"])
