"""Keeps the state on disk nearly current, so that a killed emulator loses seconds at most."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from ministack import app


def checkpoint(seconds: float) -> None:
    """State is saved on SIGTERM only, so that SIGKILL loses everything but S3 objects.

    Saves it every `seconds`, once the saved state has been restored: before that it would
    overwrite it with nothing. One lock holds the two savers apart, since they share their files.
    """
    logging.getLogger("persistence").setLevel(logging.CRITICAL)  # a state in flux: next time
    save_all, restore = app.save_all, app._load_persisted_state
    lock = threading.Lock()

    def save_alone(services: dict[str, Callable[[], Any]]) -> None:
        with lock:
            save_all(services)

    def save_forever() -> None:
        never = threading.Event()
        while not never.wait(seconds):
            save_alone(app._build_persistence_save_dict())

    def restore_then_save() -> None:
        restore()
        threading.Thread(target=save_forever, daemon=True, name="checkpoint").start()

    app.save_all, app._load_persisted_state = save_alone, restore_then_save
