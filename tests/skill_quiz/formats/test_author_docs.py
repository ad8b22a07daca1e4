"""The page for authors is true: its example reads without a finding, and it names every key and type."""

from __future__ import annotations

import re
from pathlib import Path

from xblocks.common import frontmatter
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.formats.settings import NAMES
from xblocks.skill_quiz.formats.types import ADAPTERS
from xblocks.skill_quiz.questions import REGISTRY

PAGE = (Path(__file__).parents[3] / "docs" / "authors" / "markdown.md").read_text("utf-8")


def test_the_example_reads_without_a_finding() -> None:
    example = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)[0]
    result = markdown.read(example)
    assert result.findings == ()
    assert result.model is not None
    assert result.settings["pass_mark"] == 0.6


def test_the_examples_of_front_matter_are_yaml() -> None:
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        assert not frontmatter.split(f"---\n{block}---\n").findings


def test_every_setting_key_and_type_is_on_the_page() -> None:
    for words in NAMES.values():
        assert all(f"`{word}`" in PAGE for word in (words[0], words[-1]))
    for name, adapter in ADAPTERS.items():
        assert f"`{name}`" in PAGE
        assert adapter.words[0] in PAGE
        assert all(f"`{word}`" in PAGE for words in adapter.keys.values() for word in words)
    assert all(f"`{name}`" in PAGE for name in REGISTRY)


def test_every_example_of_a_question_reads_without_a_finding() -> None:
    examples = re.findall(r"```markdown\n(## .*?)```", PAGE, re.DOTALL)
    for example in examples:
        result = markdown.read(f"---\nkind: skill_quiz\n---\n\n{example}")
        assert result.findings == (), example
    assert len(examples) >= len(REGISTRY) - 3
