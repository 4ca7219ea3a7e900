"""Ends a process when the one that started it is gone, however that ended."""

import os
import signal
import sys
import threading


def follow_parent() -> None:
    """Sends this process SIGTERM when its standard input, a pipe that the parent holds, closes."""

    def wait() -> None:
        while sys.stdin.buffer.read(1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()
