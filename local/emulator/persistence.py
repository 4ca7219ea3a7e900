"""Saves the emulator's state every few seconds, so that a killed emulator loses only seconds."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.services import sqs


def checkpoint(seconds: float) -> None:
    """MiniStack saves its state only on SIGTERM, so SIGKILL loses everything but S3 objects.

    Now it also saves every `seconds`, but only after it has restored the saved state, which it
    would otherwise overwrite with an empty one. Both ways of saving write the same files, so a lock
    keeps them apart.
    """
    # A state that changes while it is saved is an error that the next save corrects.
    logging.getLogger("persistence").setLevel(logging.CRITICAL)
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


def release_messages_after_a_restart() -> None:
    """A message that was being processed when MiniStack ended stays invisible until its visibility
    timeout ends, 90 minutes for a job, although nothing processes it. Now it is visible again."""
    restore = app._load_persisted_state

    def restore_then_release() -> None:
        restore()
        for queue in sqs._queues._data.values():
            for message in queue["messages"]:
                if message.get("receipt_handle"):
                    message["visible_at"] = min(message["visible_at"], time.time())

    app._load_persisted_state = restore_then_release


def move_queues_to_this_port() -> None:
    """MiniStack stores queues by URL, which contains the port of the run that created them. After
    a start on another port, nothing polls them. Now they move to their new URLs."""
    restore = app._load_persisted_state

    def restore_then_readdress() -> None:
        restore()
        for (account, region, url), queue in list(sqs._queues._data.items()):
            here = sqs._queue_url_for_account(account, queue["name"])
            if here != url:
                del sqs._queues._data[account, region, url]
                sqs._queues._data[account, region, here] = queue | {"url": here}
                sqs._queue_name_to_url._data[account, region, queue["name"]] = here

    app._load_persisted_state = restore_then_readdress
