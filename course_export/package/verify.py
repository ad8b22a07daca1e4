"""Does an OLX tree hang together? Checked on every package before it is written, and by tests on hostile trees.

What ``olxcleaner`` also checks is kept short here; what it does not look at (``group_access``, formats against graders,
media of inlined blocks, pointers to pure blocks) is checked in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from xblocks.common.findings import Finding

_CHILD = {"course": "chapter", "chapter": "sequential", "sequential": "vertical"}
_POINTERS = {"chapter", "sequential", "vertical", "html"}
_PURE = {"skill_quiz", "scenario_sim"}
_STATIC = re.compile(rb"/static/([^\"'\s<>)\\?#&]+)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _finding(code: str, where: str, vi: str, en: str) -> Finding:
    return Finding("error", code, where, f"{where}: {vi}", f"{where}: {en}")


def check_tree(tree: Mapping[str, bytes], root: str) -> list[Finding]:
    """What is wrong with ``tree`` (``{path: bytes}`` below the folder ``root``); an empty list if nothing is."""
    return list(_Check(tree, root).run())


class _Check:
    def __init__(self, tree: Mapping[str, bytes], root: str) -> None:
        self.tree = tree
        self.root = root
        self.seen: set[tuple[str, str]] = set()
        self.partitions: dict[str, set[int]] = {}
        self.formats: set[str] = set()

    def xml(self, path: str) -> Any:
        """The element in ``path``, or None if the file is missing or no XML."""
        data = self.tree.get(f"{self.root}/{path}")
        if data is None:
            return None
        try:
            return etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError:
            return None

    def json(self, path: str) -> Any:
        """The JSON in ``path``, or None."""
        try:
            return json.loads(self.tree[f"{self.root}/{path}"])
        except (KeyError, ValueError):
            return None

    def run(self) -> Iterator[Finding]:
        for path in self.tree:
            if not path.startswith(f"{self.root}/") or ".." in path.split("/"):
                yield _finding("bad-path", path, "đường dẫn ra ngoài gói.", "the path leads out of the package.")
        top = self.xml("course.xml")
        run = "" if top is None else top.get("url_name", "")
        course = self.xml(f"course/{run}.xml")
        if course is None:
            yield _finding("broken-course", "course.xml", "không dẫn tới khóa học nào.", "does not lead to a course.")
            return
        yield from self.policies(run)
        yield from self.walk(course, "course", f"course/{run}.xml")
        yield from self.static()

    def policies(self, run: str) -> Iterator[Finding]:
        where = f"policies/{run}"
        settings = (self.json(f"{where}/policy.json") or {}).get(f"course/{run}")
        grading = self.json(f"{where}/grading_policy.json")
        if not isinstance(settings, dict) or not isinstance(grading, dict):
            yield _finding(
                "broken-policy", where, "thiếu hoặc hỏng tệp chính sách.", "a policy file is missing or broken."
            )
            return
        for partition in settings.get("user_partitions", ()):
            self.partitions[str(partition["id"])] = {group["id"] for group in partition["groups"]}
        graders = grading.get("GRADER", [])
        self.formats = {grader["type"] for grader in graders}
        if abs(sum(grader["weight"] for grader in graders) - 1) > 1e-6:
            yield _finding("grading-sum", where, "tỉ trọng điểm không bằng 1.", "the weights do not add up to 1.")
        cutoffs = list(grading.get("GRADE_CUTOFFS", {}).values())
        if not cutoffs or any(not 0 < cutoff <= 1 for cutoff in cutoffs):
            yield _finding("grading-pass", where, "mức đạt không hợp lệ.", "the passing mark is not valid.")
        image = settings.get("course_image")
        if image and f"{self.root}/static/{image}" not in self.tree:
            yield _finding("missing-media", where, f"thiếu hình bìa {image}.", f"the cover image {image} is missing.")

    def walk(self, element: Any, tag: str, path: str) -> Iterator[Finding]:
        yield from self.access(element, path)
        if tag == "sequential" and element.get("graded") == "true" and element.get("format") not in self.formats:
            yield _finding("unknown-format", path, "loại điểm chưa khai báo.", "its assignment type is not declared.")
        for child in element:
            name = child.get("url_name", "")
            if child.tag == "wiki" or not isinstance(child.tag, str):
                continue
            if tag in _CHILD and child.tag != _CHILD[tag]:
                yield _finding("wrong-child", path, f"không được chứa <{child.tag}>.", f"may not hold <{child.tag}>.")
                continue
            if not name or (child.tag, name) in self.seen:
                yield _finding(
                    "duplicate-name",
                    path,
                    f"url_name “{name}” trống hoặc trùng.",
                    f"url_name “{name}” is empty or repeated.",
                )
                continue
            self.seen.add((child.tag, name))
            if child.tag in _PURE:
                yield from self.access(child, path)
                if not len(child):
                    yield _finding(
                        "empty-block", path, f"<{child.tag}> không có nội dung.", f"<{child.tag}> has no content."
                    )
            elif child.tag in _POINTERS:
                target = self.xml(f"{child.tag}/{name}.xml")
                if target is None or target.tag != child.tag:
                    yield _finding(
                        "missing-file",
                        path,
                        f"thiếu hoặc hỏng {child.tag}/{name}.xml.",
                        f"{child.tag}/{name}.xml is missing or broken.",
                    )
                elif child.tag == "html":
                    if f"{self.root}/html/{target.get('filename', '')}.html" not in self.tree:
                        yield _finding(
                            "missing-file", path, f"thiếu html/{name}.html.", f"html/{name}.html is missing."
                        )
                else:
                    yield from self.walk(target, child.tag, f"{child.tag}/{name}.xml")
            else:
                yield _finding("unknown-block", path, f"loại <{child.tag}> không quen.", f"<{child.tag}> is not known.")

    def access(self, element: Any, path: str) -> Iterator[Finding]:
        """``group_access`` must be JSON ``{partition: [groups]}`` naming partitions and groups of the policy."""
        text = element.get("group_access")
        if text is None:
            return
        try:
            access = json.loads(text)
            known = all(
                groups and set(groups) <= self.partitions.get(partition, set()) for partition, groups in access.items()
            )
        except (ValueError, AttributeError, TypeError):
            known = False
        if not known:
            yield _finding(
                "bad-group-access",
                path,
                "group_access chỉ tới nhóm không có.",
                "group_access names groups that do not exist.",
            )

    def static(self) -> Iterator[Finding]:
        for path, data in self.tree.items():
            if not path.endswith((".xml", ".html")):
                continue
            for name in sorted(set(_STATIC.findall(data))):
                if f"{self.root}/static/{name.decode('utf-8', 'replace')}" not in self.tree:
                    shown = name.decode("utf-8", "replace")
                    yield _finding("missing-media", path, f"thiếu static/{shown}.", f"static/{shown} is missing.")
