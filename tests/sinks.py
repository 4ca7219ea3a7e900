"""Sinks that keep what an extraction produces."""

from dataclasses import dataclass, field

from stills.manifest import Source
from stills.sink import Sink


@dataclass
class MemorySink(Sink):
    """`files` by name, the descriptions of the video as `opened_as`, and the `reports` of progress.
    `calls` has the names of the methods that were called, except `progress`, in order."""

    files: dict[str, bytes] = field(default_factory=dict)
    opened_as: list[tuple[Source, int]] = field(default_factory=list)
    reports: list[tuple[float, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def store(self, name: str, data: bytes) -> int:
        self.calls.append("store")
        offset = sum(map(len, self.files.values()))
        self.files[name] = data
        return offset

    def opened(self, source: Source, keyframes: int) -> None:
        self.calls.append("opened")
        self.opened_as.append((source, keyframes))

    def progress(self, fraction: float, images: int) -> None:
        self.reports.append((fraction, images))
