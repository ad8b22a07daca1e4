"""The catalogue is kept for minutes: every test starts without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xblocks.competency import catalogue


@pytest.fixture(autouse=True)
def no_kept_catalogue() -> Iterator[None]:
    """Forget what an earlier test, rolled back since, had loaded."""
    catalogue._drop()
    yield
    catalogue._drop()
