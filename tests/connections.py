"""The child's end of the connection between the two processes of the sandbox."""

from multiprocessing.connection import Connection

from stills.sandbox import wire

__all__ = ["Connection", "FakeConnection"]


class FakeConnection:
    """Answers as the parent process does: reads from `video`, and stores images one after the
    other. `sent` has the child's messages, in order."""

    def __init__(self, video: bytes, job: wire.Job | None = None) -> None:
        self._video = video
        self._answers = [] if job is None else [wire.encode(job)]
        self._stored = 0
        self.sent: list[wire.FromChild] = []

    def recv_bytes(self) -> bytes:
        return self._answers.pop(0)

    def send_bytes(self, data: bytes) -> None:
        message = wire.decode(data)
        self.sent.append(message)
        if isinstance(message, wire.Read):
            self._answers.append(self._video[message.offset : message.offset + message.size])
        if isinstance(message, wire.Store):
            self._answers.append(wire.encode(self._stored))
            self._stored += len(message.data)
