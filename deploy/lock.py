"""Only one deployment of a stage at a time, from whichever machine."""

import getpass
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from deploy.bucket import DeploymentsBucket, Entry
from deploy.tools import DeploymentError

LIFETIME = timedelta(hours=1)
"""Longer than any step takes. A deployment that was killed blocks the next one for at most this."""


def _now() -> datetime:
    return datetime.now(UTC)


class Lock:
    """`acquire` takes it, `renew` keeps it for another LIFETIME, `release` gives it back. Each is a
    conditional write, so that a lock that expired and was taken is noticed."""

    def __init__(
        self, bucket: DeploymentsBucket, stage: str, now: Callable[[], datetime] = _now
    ) -> None:
        self._bucket = bucket
        self._stage = stage
        self._now = now
        self._key = f"{stage}/lock.json"
        self._since = now()
        self._etag: str | None = None

    def acquire(self) -> None:
        """Raises DeploymentError, which names the owner, while another deployment holds it."""
        holder = self._bucket.read(self._key)
        if holder and self._is_held(holder):
            raise DeploymentError(self._refusal(holder))
        self._etag = self._write(holder.etag if holder else None)
        if self._etag is None:
            raise DeploymentError(
                f"another deployment of {self._stage} began just now; try again when it has ended"
            )

    def renew(self) -> None:
        """Raises DeploymentError if another deployment has taken the lock."""
        self._etag = self._write(self._etag)
        if self._etag is None:
            raise DeploymentError(
                f"this deployment of {self._stage} took longer than its lock lasts, and another "
                "one has begun; deploy again when that has ended"
            )

    def release(self) -> None:
        """Does nothing if another deployment has taken it."""
        if self._etag is not None:
            self._bucket.write_if(self._key, self._content(self._now()), self._etag)

    def _write(self, replaced: str | None) -> str | None:
        content = self._content(self._now() + LIFETIME)
        return self._bucket.write_if(self._key, content, replaced)

    def _content(self, until: datetime) -> bytes:
        fields = {"owner": _owner(), "since": self._since.isoformat(), "until": until.isoformat()}
        return json.dumps(fields).encode()

    def _is_held(self, holder: Entry) -> bool:
        return datetime.fromisoformat(json.loads(holder.content)["until"]) > self._now()

    def _refusal(self, holder: Entry) -> str:
        fields = json.loads(holder.content)
        since, until = (
            f"{datetime.fromisoformat(fields[key]):%H:%M} UTC" for key in ("since", "until")
        )
        return (
            f"{fields['owner']} has been deploying {self._stage} since {since}. Try again when "
            f"that has ended; if it was killed, its lock expires at {until}"
        )


@contextmanager
def locked(bucket: DeploymentsBucket, stage: str) -> Iterator[Lock]:
    """Holds the stage's lock. Raises DeploymentError if another deployment does."""
    lock = Lock(bucket, stage)
    lock.acquire()
    try:
        yield lock
    finally:
        lock.release()


def _owner() -> str:
    return f"{getpass.getuser()} on {socket.gethostname()}"
