"""GIFT, the text format of Moodle (docs.moodle.org, "GIFT format"): read and write."""

from .reading import read
from .writing import write

__all__ = ["read", "write"]
