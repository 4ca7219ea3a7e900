"""Remembers the uploads that were begun, so that a command that is run again continues them.

An entry is the idempotency key with which a file was announced. To announce it again with the same
key gives the same video, with what is left to send.
"""

import hashlib
import os
import time
from pathlib import Path
from threading import Lock
from uuid import uuid4

from stills_client.profiles import Profile, read_json, write_privately

REMEMBERED = 23 * 3600
"""Seconds. The service remembers a key for a day."""

_lock = Lock()


def state_folder() -> Path:
    named = os.environ.get("XDG_STATE_HOME")
    return (Path(named) if named else Path.home() / ".local" / "state") / "stills"


class Entry:
    """The upload of a file with certain options, by a profile. A file that has changed is another
    one."""

    def __init__(self, profile: Profile, path: Path, request: bytes) -> None:
        status = path.stat()
        about = (profile.api, profile.email, os.path.realpath(path), status.st_mtime_ns)
        content = repr((*about, status.st_size, request)).encode(errors="surrogateescape")
        self._name = hashlib.sha256(content).hexdigest()
        self._path = state_folder() / "uploads.json"

    def key(self) -> str:
        """That of an upload which was begun before, or a new one."""
        with _lock:
            entries = read_json(self._path)
            now = time.time()
            entries = {n: e for n, e in entries.items() if now - e["at"] < REMEMBERED}
            entry = entries.setdefault(self._name, {"key": str(uuid4()), "at": now})
            write_privately(self._path, entries)
            key: str = entry["key"]
            return key

    def forget(self) -> None:
        with _lock:
            entries = read_json(self._path)
            entries.pop(self._name, None)
            write_privately(self._path, entries)
