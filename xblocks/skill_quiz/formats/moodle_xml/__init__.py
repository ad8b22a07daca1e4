"""Moodle XML (docs.moodle.org, "Moodle XML format"): read and write."""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
