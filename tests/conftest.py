"""What holds for every test: no network, and property tests that do not depend on the speed of the machine."""

import ipaddress
import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# These run under the classroom's own settings, in a process of their own: `pytest tests/classroom`.
collect_ignore = ["classroom"]

# The same examples on every run: a red run is always about the change. HOCVUSO_EXPLORE=1 looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", settings.get_profile("same"), derandomize=False)
settings.load_profile("explore" if os.environ.get("HOCVUSO_EXPLORE") else "same")


def _is_local(address: object) -> bool:
    """True for Unix sockets and for addresses of this machine itself."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse connections that leave this machine: tests never need one."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}; tests run without a network")
        real(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()
