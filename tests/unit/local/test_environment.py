"""What an execution environment needs of the system."""

import socket
from pathlib import Path

import pytest

from local.container import environment

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(not RANGE.exists(), reason="only Linux tells the range")
def test_an_environment_gets_free_ports_that_no_connection_takes() -> None:
    first, last = map(int, RANGE.read_text().split())

    ports = environment._free_ports(20)

    assert len(set(ports)) == 20
    assert not set(ports) & set(range(first, last + 1))
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()
