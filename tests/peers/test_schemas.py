"""Our QTI packages against 1EdTech's own XML Schemas, our H5P content against H5P's own semantics.

Neither may be passed on with this project, so whoever has them names the folder in which they lie (at any depth) in
``HOCVUSO_SCHEMAS``: ``imsqti_v2p2*.xsd``, ``imsqti_asiv3p0*.xsd``, the ``imscp`` ones of both versions with what they
import, and the folders of H5P's libraries (``library.json``, ``semantics.json``). Without it these tests are skipped.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.scenario_sim.rich_stories import rich_stories
from tests.skill_quiz.formats.foreign import QUIZZES
from xblocks.scenario_sim.formats import h5p
from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.formats import qti
from xblocks.skill_quiz.model import Quiz

from .conftest import interpreter

FOLDER = Path(os.environ.get("HOCVUSO_SCHEMAS", "nowhere"))
FILES = {path.name: path for path in FOLDER.rglob("*.xsd")}
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="HOCVUSO_SCHEMAS names no folder")
#: Formulas and speech, which we never write: any element will do.
STRANGE = {
    "mathml3.xsd": ("http://www.w3.org/1998/Math/MathML", ["math"]),
    "ssmlv1p1-core.xsd": (
        "http://www.w3.org/2001/10/synthesis",
        ["audio", "break", "desc", "emphasis", "lexicon", "lookup", "mark", "meta", "metadata", "p", "phoneme",
         "prosody", "s", "say-as", "speak", "sub", "token", "voice", "w"],
    ),
}  # fmt: skip


class Here(etree.Resolver):
    """What a schema imports, by its name alone; nothing comes from the network."""

    def resolve(self, url: str | None, pubid: str | None, context: Any) -> Any:
        name = (url or "").rpartition("/")[2]
        if name in STRANGE:
            space, elements = STRANGE[name]
            rows = "".join(f'<xs:element name="{one}"/>' for one in elements)
            text = (
                f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}">{rows}</xs:schema>'
            )
            return self.resolve_string(text, context)
        return self.resolve_filename(str(FILES[name]), context) if name in FILES else None


def schema(pattern: str, *, strange: bool = False) -> etree.XMLSchema:
    """The schema whose file name fits; the longest name is the newest version."""
    path = max((one for name, one in FILES.items() if re.fullmatch(pattern, name)), key=lambda one: len(one.name))
    parser = etree.XMLParser(no_network=True)
    if strange:
        parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(str(path), parser))


def wrong(data: bytes, items: etree.XMLSchema, package: etree.XMLSchema) -> list[str]:
    """What the schemas say against a package."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            one = package if name == "imsmanifest.xml" else items
            if not one.validate(etree.fromstring(archive.read(name))):
                found += [f"{name}: {error.message}" for error in one.error_log]
    return found


def test_packages_of_2_2_are_valid() -> None:
    items, package = schema(r"imsqti_v2p2(?:p\d)?\.xsd"), schema(r"imscp_v1p1\.xsd|.*v2p2_imscp.*\.xsd")

    @given(QUIZZES)
    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    def check(quiz: Quiz) -> None:
        assert wrong(qti.write(quiz)[0], items, package) == []

    check()


def test_packages_of_3_0_are_valid() -> None:
    items = schema(r"imsqti_asiv3p0.*\.xsd", strange=True)
    package = schema(r"imsqtiv3p0_imscp.*\.xsd")

    @given(QUIZZES)
    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    def check(quiz: Quiz) -> None:
        assert wrong(qti.write_3(quiz)[0], items, package) == []

    check()


SEMANTICS = """
import json, sys
from pyh5p import Semantics
found = {name: Semantics.from_json(json.load(open(path))) for name, path in json.loads(sys.argv[1]).items()}
issues = []
for content in json.load(sys.stdin):
    issues += [str(one) for one in found["H5P.BranchingScenario"].validate(content)]
    for step in content["branchingScenario"]["content"]:
        if step["type"]["library"].startswith("H5P.BranchingQuestion "):
            issues += [str(one) for one in found["H5P.BranchingQuestion"].validate(step["type"]["params"])]
print(json.dumps(issues))
"""


def test_contents_for_h5p_keep_its_semantics() -> None:
    libraries = {json.loads(one.read_text("utf-8"))["machineName"]: one for one in FOLDER.rglob("library.json")}
    paths = {name: str(one.with_name("semantics.json")) for name, one in libraries.items()}
    contents: list[Any] = []

    @given(rich_stories())
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def gather(story: Story) -> None:
        with zipfile.ZipFile(io.BytesIO(h5p.write(story, {})[0])) as archive:
            contents.append(json.loads(archive.read("content/content.json")))

    gather()
    command = [interpreter("quizfiles"), "-c", SEMANTICS, json.dumps(paths)]
    done = subprocess.run(command, input=json.dumps(contents), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == []
