"""Ends a process when its parent has ended, even if the parent was killed."""

import os
import signal
import threading


def follow_parent() -> None:
    """Sends SIGTERM to this process when its standard input closes, a pipe held by the parent."""

    def wait() -> None:
        while os.read(0, 1):  # not sys.stdin, whose lock would block the interpreter's exit
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()
