"""Ports for servers that tests start."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port of this machine that nobody listens on, and that nobody is given for about a minute.

    A connection has just been closed from its side, and lingers there (TIME_WAIT): the system hands out other ports
    meanwhile, while a server that asks for this one by its number (with ``SO_REUSEADDR``, as all do) gets it.
    """
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        client.connect(server.getsockname())
        server.accept()[0].close()
        assert client.recv(1) == b""
        return int(server.getsockname()[1])
