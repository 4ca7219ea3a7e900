"""The record of what has been decoded: how far, and what was damaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stills.demux.video import Frame
from stills.warnings import VideoWarning, cut_off, frames_damaged, frames_lost, hidden_damage


@dataclass
class Damage:
    """`packets` could not be decoded at all, `frames` were decoded with errors, `is_hidden` says
    that there is damage that decoders do not report, and `cut_off` that the file could not be read
    to its end."""

    packets: int = 0
    frames: int = 0
    is_hidden: bool = False
    cut_off: bool = False

    def __bool__(self) -> bool:
        return bool(self.packets or self.frames or self.is_hidden or self.cut_off)

    def warnings(self) -> Iterator[VideoWarning]:
        """A warning for each kind of damage."""
        if self.frames:
            yield frames_damaged(self.frames)
        if self.packets:
            yield frames_lost(self.packets)
        if self.is_hidden:
            yield hidden_damage()
        if self.cut_off:
            yield cut_off()


class DecodeRecord:
    """Every decoder of a video writes to the same record. `until` is the time of the last frame
    that was decoded, in microseconds, or -1."""

    def __init__(self) -> None:
        self.damage = Damage()
        self.until = -1

    def clear(self) -> None:
        """Forgets everything but hidden damage, because decoding starts over."""
        self.damage = Damage(is_hidden=self.damage.is_hidden)
        self.until = -1

    def ascending(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The frames that are later than all before them: all frames, unless the file is odd."""
        for frame in frames:
            if frame.time > self.until:
                self.damage.frames += frame.picture.is_corrupt
                self.until = frame.time
                yield frame

    def packet_failed(self) -> None:
        self.damage.packets += 1

    def found_hidden_damage(self) -> None:
        self.damage.is_hidden = True

    def cut_off(self, is_cut_off: bool = True) -> None:
        """Records whether the file cannot be read to its end."""
        self.damage.cut_off |= is_cut_off
