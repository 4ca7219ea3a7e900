"""The record of what has been decoded: how far, and what was damaged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stills.demux.video import Frame
from stills.wording import counted, verb


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

    def warnings(self) -> tuple[str, ...]:
        """A sentence for a person about each kind of damage."""
        damaged, lost = counted(self.frames, "frame"), counted(self.packets, "frame")
        warnings = {
            f"{damaged} {verb(self.frames, 'is', 'are')} partly damaged.": self.frames,
            f"{lost} could not be decoded.": self.packets,
            "The video is damaged, so parts of some images may be wrong.": self.is_hidden,
            "The file could not be read to its end.": self.cut_off,
        }
        return tuple(warning for warning, happened in warnings.items() if happened)


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
