"""The guides for authors are true: their examples, put into a module, are read without an error."""

import datetime as dt
import re
from pathlib import Path

import pytest

from course_export.source import formats

GUIDES = [Path(__file__).parents[2] / "docs/authors" / name for name in ("guide.md", "guide.en.md")]
TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_examples_of_the_guide_are_whole_files_without_findings(guide):
    text = guide.read_text("utf-8")
    quiz, scenario = re.findall(r"````markdown\n(.*?)````", text, re.DOTALL)
    story = formats.read("scenario", scenario)
    assert story.findings == ()
    assert list(formats.check("scenario", story.model, TODAY)) == []
    assert {"id", "title"} <= story.settings.keys()
    asked = formats.read("quiz", quiz.replace("draw: 5", "draw: 1"))
    assert asked.findings == ()
    assert {"id", "title"} <= asked.settings.keys()
    (lesson,) = re.findall(r"```markdown\n(---\nkind: lesson.*?)```", text, re.DOTALL)
    assert "title:" in lesson
    assert "--replace" in text
