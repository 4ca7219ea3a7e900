"""Ends a process when the one that started it is gone, however that ended."""

import os
import signal
import threading


def follow_parent() -> None:
    """Sends this process SIGTERM when its standard input, a pipe that the parent holds, closes."""

    def wait() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock would be held when the interpreter ends
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()
