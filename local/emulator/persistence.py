"""Keeps the state on disk nearly current, so that a killed emulator loses seconds at most."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.services import sqs


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


def hand_out_again_after_a_restart() -> None:
    """A message that was being processed when MiniStack ended stays invisible for the rest of its
    time, an hour and a half for a job, though nobody processes it any more."""
    restore = app._load_persisted_state

    def restore_then_release() -> None:
        restore()
        for queue in sqs._queues._data.values():
            for message in queue["messages"]:
                if message.get("receipt_handle"):
                    message["visible_at"] = min(message["visible_at"], time.time())

    app._load_persisted_state = restore_then_release


def find_queues_at_another_port() -> None:
    """Queues are kept under their URLs, in which the port is that of the run that made them: on
    another one, nobody polls them."""
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
