"""The catalogue of the blocks: every marked text is in it, Vietnamese and English are complete."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "xblocks"
MARKS = {"_": 0, "tr": 0, "gettext": 1}


def marked() -> set[str]:
    """The texts in our sources that are marked for the catalogue."""
    found = set()
    for path in [*ROOT.glob("common/*.py"), *ROOT.glob("*/block.py"), *ROOT.glob("*/settings.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            position = MARKS.get(name)
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_text_is_translated(lang):
    with (ROOT / "translations" / lang / "LC_MESSAGES" / "text.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert {text for text in marked() if not catalogue.get(text)} == set()
    assert len(marked()) > 30


def test_khmer_has_a_catalogue_where_the_platform_looks_for_it():
    assert (ROOT / "translations" / "km_KH" / "LC_MESSAGES" / "text.mo").exists()
