"""Ports that servers can rely on."""

import socket
from pathlib import Path

import pytest

from local.ports import free_ports

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(not RANGE.exists(), reason="only Linux tells the range")
def test_free_ports_are_none_that_connections_take() -> None:
    first, last = map(int, RANGE.read_text().split())

    ports = free_ports(20)

    assert len(set(ports)) == 20
    assert not set(ports) & set(range(first, last + 1))
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()
