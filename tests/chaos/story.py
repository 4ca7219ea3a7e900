"""What happened, in order, for people to read."""

from dataclasses import dataclass
from datetime import timedelta

READS = ("Get", "Head", "List", "Query", "Scan", "AdminGet", "BatchGet", "TransactGet")


@dataclass(frozen=True)
class Line:
    time: float
    actor: str
    text: str
    is_read: bool


class Story:
    """Ids are shown as the short names that `name` gives them."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._lines: list[Line] = []
        self._names: dict[str, str] = {}

    def name(self, id_: str, short: str) -> None:
        self._names.setdefault(id_, short)

    def short(self, text: str) -> str:
        for id_, short in self._names.items():
            text = text.replace(id_, short)
        return text

    def tell(self, time: float, actor: str, text: str, *, is_read: bool = False) -> None:
        self._lines.append(Line(time, actor, text, is_read))

    def __len__(self) -> int:
        return len(self._lines)

    def text(self, *, reads: bool = False) -> str:
        """A numbered line for each event; without `reads`, calls that only read are left out."""
        lines = []
        for number, line in enumerate(self._lines, 1):
            if line.is_read and not reads:
                continue
            passed = line.time - self._start
            days, rest = divmod(int(passed), 86400)
            clock = f"{days}d {timedelta(seconds=rest)!s:>8}.{int(passed % 1 * 100):02}"
            lines.append(f"{number:5} {clock} {line.actor:12} {self.short(line.text)}")
        return "\n".join(lines)
