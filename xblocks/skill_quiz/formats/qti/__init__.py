"""QTI packages (1EdTech): 2.1, 2.2 and 3.0 are read, 2.2 and 3.0 are written. A single item file is read as well."""

from .reading import read
from .writing import write, write_3

__all__ = ["read", "write", "write_3"]
