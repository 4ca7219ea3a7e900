"""What goes wrong, and where: at random, or at one given call."""

import random
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["crash before", "crash after", "error", "lost answer", "done twice", "stall"]
KINDS: tuple[Kind, ...] = (
    "crash before",  # the process is killed, and the call is not made
    "crash after",  # the process is killed when the call was made
    "error",  # the service refuses the call
    "lost answer",  # the call was made, but the caller gets an error
    "done twice",  # the answer is lost, and the client of AWS repeats the call by itself
    "stall",  # the process stands still for a while before the call
)
SYSTEMATIC = KINDS[:4]


@dataclass(frozen=True)
class World:
    """How unreliable deliveries are: probabilities of a second delivery and of a lost S3 event, and
    the longest delays in seconds."""

    duplicates: float = 0.0
    lost_events: float = 0.0
    delay: float = 0.0
    lag: float = 0.0
    switching: float = 0.0


class Faults(Protocol):
    def at_call(self, operation: str) -> Kind | None:
        """Called for each call of AWS that a function makes."""


class NoFaults:
    """`operations` are the calls that were made."""

    def __init__(self) -> None:
        self.operations: list[str] = []

    def at_call(self, operation: str) -> Kind | None:
        self.operations.append(operation)
        return None


class RandomFaults:
    """Up to `count` faults."""

    def __init__(self, seed: random.Random, count: int) -> None:
        self._random = seed
        self._left = count

    def at_call(self, operation: str) -> Kind | None:
        if self._left and self._random.random() < 0.04:
            self._left -= 1
            return self._random.choice(KINDS)
        return None


class OneFault:
    """One fault at the call of a number, counted from 0."""

    def __init__(self, call: int, kind: Kind) -> None:
        self._call = call
        self._kind: Kind = kind
        self._count = 0

    def at_call(self, operation: str) -> Kind | None:
        self._count += 1
        return self._kind if self._count == self._call + 1 else None
