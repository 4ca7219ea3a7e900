"""Says in a line what was extracted."""

import sys
from collections import Counter
from dataclasses import dataclass, field

from stills.cli.text import in_bytes, joined, printable
from stills.manifest import Manifest
from stills.wording import counted


@dataclass
class Tally:
    """Counts what one or more extractions gave, and the bytes and seconds that they took."""

    images: int = 0
    size: int = 0
    seconds: float = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, manifest: Manifest, seconds: float) -> None:
        self.images += len(manifest.images)
        self.size += manifest.archive_size or 0
        self.seconds += seconds
        self.dropped.update(manifest.dropped)

    def summary(self, files: str) -> str:
        """`30 images, 1.9 MB, 2.7 s: holiday.zip`."""
        images, size = counted(self.images, "image"), in_bytes(self.size)
        text = f"{images}, {size}, {self.seconds:.1f} s: {printable(files)}"
        left_out = joined(f"{count:,} as {reason}" for reason, count in self.dropped.items())
        return f"{text} (left out: {left_out})" if left_out else text


def summary(manifest: Manifest, seconds: float, files: str) -> str:
    tally = Tally()
    tally.add(manifest, seconds)
    return tally.summary(files)


def print_warnings(manifest: Manifest, video: str | None = None) -> None:
    prefix = "warning: " if video is None else f"warning: {printable(video)}: "
    for warning in manifest.warnings:
        print(f"{prefix}{warning.reason}", file=sys.stderr)
