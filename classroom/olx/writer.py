"""A stored course, or one block of it, as an OLX archive."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from opaque_keys.edx.keys import UsageKey
from xblock.fields import String

from classroom.models import Asset, Course
from classroom.structure import CONTAINERS, CourseTree, Node, tree_of

from .reader import COMMON_FIELDS
from .runtime import OlxRuntime
from .store import asset_file

Files = dict[str, bytes]


def course_files(course: Course) -> Files:
    """The course as OLX files, without its static files (see :func:`pack`)."""
    tree = tree_of(course)
    writer = _Writer(course, tree)
    return writer.write()


def block_xml(course: Course, key: UsageKey) -> bytes:
    """One block, with everything in it, as one XML document (what is pasted into another course's unit)."""
    tree = tree_of(course)
    writer = _Writer(course, tree)
    return _bytes(writer.element(tree.node(key), inline=True))


def pack(course: Course) -> bytes:
    """``course.tar.gz`` of the course and its static files; the same course gives the same bytes."""
    import gzip

    files = course_files(course)
    for asset in Asset.objects.filter(course=course).order_by("path"):
        file = asset_file(asset.digest)
        if file.is_file():
            files[f"static/{asset.path}"] = file.read_bytes()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(files):
            info = tarfile.TarInfo(f"course/{name}")
            info.size = len(files[name])
            info.mode = 0o644
            tar.addfile(info, io.BytesIO(files[name]))
    return gzip.compress(plain.getvalue(), 6, mtime=0)


class _Writer:
    def __init__(self, course: Course, tree: CourseTree) -> None:
        self.course = course
        self.tree = tree
        self.runtime = OlxRuntime(course.key)
        self.runtime.load(tree)
        self.files: Files = {}

    def course_element(self) -> Any:
        root = self.tree.node(self.tree.root)
        node = etree.Element("course")
        _set_attributes(node, root)
        for child in self.tree.children(root.key):
            self._pointer(node, child)
        return node

    def write(self) -> Files:
        key = self.course.key
        self.files["course.xml"] = _bytes(etree.Element("course", url_name=key.run, org=key.org, course=key.course))
        self.files[f"course/{key.run}.xml"] = _bytes(self.course_element())
        self.files[f"policies/{key.run}/grading_policy.json"] = _json(self.course.grading_policy)
        root = self.tree.node(self.tree.root)
        told = {name: value for name, value in root.settings.items() if not isinstance(value, str)}
        told["display_name"] = root.title
        self.files[f"policies/{key.run}/policy.json"] = _json({f"course/{key.run}": told})
        self.files["policies/assets.json"] = b"{}\n"
        self.files["assets/assets.xml"] = b"<assets/>\n"
        self.files["about/overview.html"] = self.course.about.encode()
        return self.files

    def _pointer(self, parent: Any, node: Node) -> None:
        """A pointer in ``parent`` and the block in a file of its own; blocks that are no containers and no texts
        stand inside."""
        if node.type in CONTAINERS:
            etree.SubElement(parent, node.type, url_name=node.key.block_id)
            element = etree.Element(node.type)
            _set_attributes(element, node)
            self.files[f"{node.type}/{node.key.block_id}.xml"] = b""
            for child in self.tree.children(node.key):
                self._pointer(element, child)
            self.files[f"{node.type}/{node.key.block_id}.xml"] = _bytes(element)
        elif node.type == "html":
            etree.SubElement(parent, "html", url_name=node.key.block_id)
            element = self.element(node, inline=False)
            text, element.text = element.text or "", None
            element.set("filename", node.key.block_id)
            self.files[f"html/{node.key.block_id}.xml"] = _bytes(element)
            self.files[f"html/{node.key.block_id}.html"] = text.encode()
        else:
            parent.append(self.element(node, inline=True))

    def element(self, node: Node, *, inline: bool) -> Any:
        """The block's own XML."""
        element = etree.Element(node.type)
        if node.type in CONTAINERS:
            _set_attributes(element, node)
            for child in self.tree.children(node.key):
                element.append(self.element(child, inline=True))
        else:
            self.runtime.blocks[node.key].add_xml_to_node(element)
            for child, key in _block_children(element, node):
                child.set("url_name", key.block_id)
        if inline:
            element.set("url_name", node.key.block_id)
        element.attrib.pop("xblock-family", None)
        return element


def _block_children(element: Any, node: Node) -> Iterator[tuple[Any, UsageKey]]:
    """Pairs of child elements and keys of a block that has children of its own."""
    types = {key.block_type for key in node.children}
    elements = [child for child in element if isinstance(child.tag, str) and child.tag in types]
    yield from zip(elements, node.children, strict=False)


def _set_attributes(element: Any, node: Node) -> None:
    for name, value in sorted(node.settings.items()):
        if value is None or name in ("xml_attributes", "tags"):
            continue
        field = COMMON_FIELDS.get(name)
        if isinstance(value, str) and (field is None or isinstance(field, String) or name == "display_name"):
            element.set(name, value)
        else:
            element.set(name, json.dumps(value, ensure_ascii=False, sort_keys=True))


def _bytes(element: Any) -> bytes:
    data: bytes = etree.tostring(element, encoding="utf-8")
    return data + b"\n"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
