"""What is timed: the server's part of a request, and of that the part spent in a store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any


class StoreClock:
    """Adds up the seconds spent in the methods ``(owner, names)``, which store things; an inner call is part of the
    outer one."""

    def __init__(self, methods: Iterable[tuple[type, tuple[str, ...]]] = ()) -> None:
        self.seconds = 0.0
        self.inside = False
        for owner, names in methods:
            for name in names:
                setattr(owner, name, self._timed(getattr(owner, name)))

    def _timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            if self.inside:
                return method(*arguments)
            self.inside = True
            begun = time.perf_counter()
            try:
                return method(*arguments)
            finally:
                self.seconds += time.perf_counter() - begun
                self.inside = False

        return timed


class ServerClock:
    """Stands before a test client's way into Django, and keeps the seconds of the last request: in all, without those
    of ``store``, and those of the processor, which do not grow with what else the machine does."""

    def __init__(self, handler: Callable[[Any], Any], store: StoreClock | None = None) -> None:
        self.handler = handler
        self.store = store or StoreClock()
        self.seconds = 0.0
        self.own_seconds = 0.0
        self.cpu_seconds = 0.0

    def __call__(self, environ: Any) -> Any:
        self.store.seconds = 0.0
        begun, worked = time.perf_counter(), time.process_time()
        try:
            return self.handler(environ)
        finally:
            self.cpu_seconds = time.process_time() - worked
            self.seconds = time.perf_counter() - begun
            self.own_seconds = self.seconds - self.store.seconds


def p95(seconds: list[float]) -> float:
    """The 95th percentile by nearest rank."""
    ordered = sorted(seconds)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
