"""Serving with gunicorn: one process, several threads, so that caches and SQLite's writer are shared."""

from __future__ import annotations

import errno
import socket
from typing import Any

from gunicorn.app.base import BaseApplication


class PortTaken(OSError):
    """Something else listens there already."""


def probe(host: str, port: int) -> None:
    """Raise :class:`PortTaken` (or another ``OSError``) if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe_socket:
        probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe_socket.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(error.errno, error.strerror) from error
            raise


class Server(BaseApplication):
    """gunicorn with settings from here, none from the command line."""

    def __init__(self, host: str, port: int, threads: int) -> None:
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.threads = threads
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self.bind,
            "workers": 1,
            "threads": self.threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 5,
            "loglevel": "warning",
            "limit_request_line": 8190,
            "proc_name": "hocvuso",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from classroom.wsgi import application

        return application
