"""Twine's and H5P's files, against other people's readers and writers of them: extwee, pyh5p."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.scenario_sim.formats.test_twee import CHAPBOOK, HARLOWE, SUGARCUBE
from tests.scenario_sim.formats.test_twine_html import GOLDEN
from tests.scenario_sim.stories import DEMO
from xblocks.scenario_sim.formats import h5p, markdown, twee, twine_html
from xblocks.scenario_sim.story import Story

from .conftest import ROOT, interpreter

sys.path.insert(0, str(ROOT / "tools"))
import envs
from setup import node_path

OURS = sorted(
    path for path in (ROOT / "content").rglob("*.md") if "kind: scenario_sim" in path.read_text("utf-8")[:400]
)


class Extwee:
    """What extwee makes of a Twee text."""

    def __init__(self, folder: Path, text: str) -> None:
        source, page, again = (folder / name for name in ("in.twee", "out.html", "out.twee"))
        source.write_text(text, encoding="utf-8")
        node = shutil.which("node", path=node_path())
        assert node
        done = subprocess.run(
            [node, Path(__file__).with_name("storyfiles.mjs"), envs.ensure_node("storyfiles"), source, page, again],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        self.found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        self.page, self.twee = page.read_bytes(), again.read_text("utf-8")


def test_there_are_stories_to_try() -> None:
    assert len(OURS) >= 15


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.parent.name + "/" + path.stem)
def test_our_twee_is_read_and_compiled_by_extwee_and_comes_back_whole(path: Path, tmp_path: Path) -> None:
    read = markdown.read(path.read_text("utf-8"))
    assert read.model is not None
    theirs = Extwee(tmp_path, twee.write(read.model, read.settings))
    graph = {one["name"] for one in theirs.found["passages"]}
    scenes = {s.id for s in read.model.scenes} or {i.id for i in read.model.triage.items}  # type: ignore[union-attr]
    assert scenes <= graph
    assert theirs.found["start"] in scenes
    for scene in read.model.scenes:
        text = next(one["text"] for one in theirs.found["passages"] if one["name"] == scene.id)
        for choice in scene.choices:
            assert f"->{choice.to}]]" in text
    assert set(theirs.found["back"]) == graph
    for result in (twine_html.read(theirs.page), twee.read(theirs.twee)):
        assert result.model == read.model
        assert {name: result.settings.get(name) for name in read.settings} == read.settings


@pytest.mark.parametrize(("name", "text"), [("harlowe", HARLOWE), ("sugarcube", SUGARCUBE), ("chapbook", CHAPBOOK)])
def test_a_page_that_extwee_made_is_the_same_story_as_its_twee(name: str, text: str, tmp_path: Path) -> None:
    """The golden pages of the fast tests are these."""
    theirs = Extwee(tmp_path, text)
    assert twine_html.read(theirs.page).model == twee.read(text).model == twee.read(theirs.twee).model
    assert twine_html.read((GOLDEN / f"extwee-{name}.html").read_bytes()).model == twee.read(text).model


PYH5P = """
import sys, json, pyh5p
package = pyh5p.read_package(sys.argv[1])
issues = [str(issue) for issue in package.validate(require_content=True)]
print(json.dumps({"title": package.metadata["title"], "issues": issues, "main": package.metadata["mainLibrary"],
                  "steps": len(package.content["branchingScenario"]["content"])}))
"""


def test_our_h5p_is_a_package_for_another_library(tmp_path: Path) -> None:
    target = tmp_path / "ours.h5p"
    target.write_bytes(h5p.write(Story.from_json(DEMO), {"title": "Cuộc gọi"})[0])
    done = subprocess.run([interpreter("quizfiles"), "-c", PYH5P, target], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert (found["title"], found["main"], found["steps"]) == ("Cuộc gọi", "H5P.BranchingScenario", 3)
    assert [issue for issue in found["issues"] if "librar" not in issue.lower()] == []
