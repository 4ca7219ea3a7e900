"""What the child process does to itself before it reads anything of a video."""

import os
import resource
import threading
import time

PARENT_CHECK_INTERVAL = 0.5
"""Seconds between two checks whether the parent is still running."""

MIN_STACK = 64 * 1024


def confine(memory: int, cpu_seconds: int) -> None:
    """From here on, neither a file nor a socket can be opened, and nothing can be written. Modules
    cannot be imported any more either."""
    for limit, value in {
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: memory,
    }.items():
        resource.setrlimit(limit, (value, value))
    # At the first limit the process gets SIGXCPU, which says why; at the second it is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))


def end_with(parent: int) -> None:
    """Ends this process when its parent has ended, even if that was killed."""

    def check() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_INTERVAL)
        os._exit(1)

    default = threading.stack_size(MIN_STACK)  # it counts towards the memory of the child
    threading.Thread(target=check, daemon=True).start()
    threading.stack_size(default)
