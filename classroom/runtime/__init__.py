"""The XBlock runtime of the classroom."""

from .runtime import ClassroomRuntime, Mode, load_block_class, merge

__all__ = ["ClassroomRuntime", "Mode", "load_block_class", "merge"]
