"""The files of a QTI package, with the names of all versions brought to one form."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from xblocks.common import safexml
from xblocks.common.findings import Finding, ModelError

from ..archive import Archive


@dataclass
class ItemFile:
    """An item: its file, its tree in plain names, the labels that the manifest gives it."""

    name: str
    node: etree._Element
    labels: list[str] = field(default_factory=list)


@dataclass
class Package:
    """What a package holds. ``intro``: what the test says to candidates; ``files``: every other file by path."""

    items: list[ItemFile]
    intro: etree._Element | None = None
    archive: Archive | None = None

    def file(self, item: ItemFile, address: str) -> bytes | None:
        """The file that an address in an item means, if the package holds it."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(item.name), unquote(address)))
        return self.archive.read(path) if self.archive and path in self.archive else None


def plain_name(name: str) -> str:
    """``choiceinteraction`` for ``{…}choiceInteraction`` and ``{…}qti-choice-interaction``."""
    local = name.rpartition("}")[2].lower()
    return re.sub(r"^qti-", "", local).replace("-", "") if "-" in local else local


_WRAPPERS = {"contentbody": "div", "feedbackblock": "div"}


def normal(node: etree._Element) -> etree._Element:
    """A copy of ``node`` with plain names of elements and attributes; deep trees were refused by the parser."""
    name = plain_name(str(node.tag))
    copy = etree.Element(_WRAPPERS.get(name, name) if re.fullmatch(r"[a-z][a-z0-9._]*", name) else "span")
    for key, value in node.attrib.items():
        plain = plain_name(str(key))
        if re.fullmatch(r"[a-z][a-z0-9._]*", plain):
            copy.set(plain, str(value))
    copy.text, copy.tail = node.text, node.tail
    copy.extend([normal(child) for child in node if isinstance(child.tag, str)])
    return copy


def load(data: bytes) -> Package:
    """The package in a zip archive, or in a single item file. Raises :class:`ModelError`."""
    if data[:2] != b"PK":
        root = normal(safexml.parse(data, where="QTI"))
        if root.tag != "assessmentitem":
            raise _refused(root)
        return Package([ItemFile("item.xml", root)])
    archive = Archive(data)
    manifest = next((n for n in sorted(archive.names, key=len) if posixpath.basename(n) == "imsmanifest.xml"), None)
    if manifest is None:
        raise ModelError(
            [
                Finding(
                    "error",
                    "no-manifest",
                    "imsmanifest.xml",
                    "Gói này thiếu tệp imsmanifest.xml nên không phải gói QTI; hãy xuất lại từ phần mềm gốc.",
                    "The package has no imsmanifest.xml, so it is no QTI package; export it again.",
                )
            ]
        )
    root = normal(safexml.parse(archive.read(manifest), where=manifest))
    folder = posixpath.dirname(manifest)
    found: dict[str, ItemFile] = {}
    tests: list[tuple[str, etree._Element]] = []
    for resource in root.iter("resource"):
        name = posixpath.normpath(posixpath.join(folder, unquote(resource.get("href", ""))))
        kind = resource.get("type", "")
        if name not in archive or name in found or not re.search(r"qti", kind):
            continue
        node = normal(safexml.parse(archive.read(name), where=name))
        if node.tag == "assessmentitem":
            labels = [
                (w.text or "") for keyword in resource.iter("keyword") for w in keyword.iter("string", "langstring")
            ]
            found[name] = ItemFile(name, node, labels)
        elif node.tag == "assessmenttest":
            tests.append((name, node))
        else:
            raise _refused(node)
    ordered: dict[str, ItemFile] = {}
    intro = None
    for name, test in tests:
        intro = next(test.iter("rubricblock"), None) if intro is None else intro
        for reference in test.iter("assessmentitemref"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(reference.get("href", ""))))
            if path in found:
                ordered[path] = found[path]
    return Package(list({**ordered, **found}.values()), intro, archive)


def _refused(root: etree._Element) -> ModelError:
    old = root.tag == "questestinterop"
    vi = "là QTI 1.2" if old else f"có thẻ gốc <{str(root.tag)[:40]}>"
    en = "is QTI 1.2" if old else f"has the root <{str(root.tag)[:40]}>"
    return ModelError(
        [
            Finding(
                "error",
                "not-qti-2",
                "file",
                f"Tệp {vi}, không phải câu hỏi QTI 2.1, 2.2 hay 3.0; hãy xuất lại theo một trong ba bản đó.",
                f"The file {en}, no QTI item of version 2.1, 2.2 or 3.0; export it in one of these.",
            )
        ]
    )


def declared(item: etree._Element) -> Mapping[str, etree._Element]:
    """The response declarations by identifier."""
    return {node.get("identifier", ""): node for node in item.iterfind("responsedeclaration")}
