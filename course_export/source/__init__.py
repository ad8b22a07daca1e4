"""``content/`` into one model, and what is wrong with it."""

from course_export.source.lint import lint
from course_export.source.load import load
from course_export.source.model import Cohort, Lesson, Module, Source, Unit

__all__ = ["Cohort", "Lesson", "Module", "Source", "Unit", "lint", "load"]
