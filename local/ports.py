"""Free ports on 127.0.0.1."""

import random
import socket
from contextlib import suppress

RANGE = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Different ones, none from the range that systems take for connections: one of these could
    take a port before a server listens on it. Raises OSError if there are too few."""
    free: list[int] = []
    for port in random.sample(RANGE, len(RANGE)):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            free.append(port)
        if len(free) == count:
            return free
    raise OSError("no port is free")
