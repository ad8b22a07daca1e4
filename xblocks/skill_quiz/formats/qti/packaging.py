"""Items of QTI 2.2 as a package of version 2.2 or 3.0: manifest, a test that puts the items in order, the items.

Version 3.0 is made from 2.2 by its own rules: names with hyphens and ``qti-`` before them, contents of feedback and
rubrics in a ``qti-content-body``, a ``use`` for rubrics. Source: QTI 3.0 ASI information model and XSD (1EdTech).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from xblocks.common.zipped import pack

from ...model import Quiz
from .notation import TEMPLATES, TOOL, xhtml, xml_name

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
NAMESPACE_3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PURL = "https://purl.imsglobal.org/spec/qti/v3p0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
#: Elements that are HTML in both versions; all others of QTI get a prefix.
_HTML = frozenset(["p", "br", "strong", "em", "code", "a", "img", "ul", "ol", "li", "blockquote", "span", "div"])
_BODIES = frozenset({"rubricBlock", "modalFeedback"})


@dataclass(frozen=True)
class Written:
    """An item: its id, its file of version 2.2, its labels."""

    id: str
    text: str
    labels: Sequence[str]

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"items/{self.id}.xml"


def test_of(quiz: Quiz, items: Sequence[Written]) -> str:
    """The test that puts the items in order."""
    intro = f'<rubricBlock view="candidate"><div>{xhtml(quiz.intro)}</div></rubricBlock>' if quiz.intro else ""
    references = "".join(f'<assessmentItemRef identifier="{xml_name(one.id)}" href="{one.name}"/>' for one in items)
    return (
        f'{HEAD}<assessmentTest xmlns="{NAMESPACE}" identifier="quiz" title="quiz" toolName="{TOOL}">'
        '<testPart identifier="part" navigationMode="linear" submissionMode="individual">'
        f'<assessmentSection identifier="section" title="quiz" visible="true">{intro}{references}'
        "</assessmentSection></testPart></assessmentTest>"
    )


def package_2(quiz: Quiz, items: Sequence[Written]) -> bytes:
    """The package of version 2.2."""
    manifest = _manifest(
        items, "http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.2 Package", "1.0.0", "imsqti_{}_xmlv2p2"
    )
    files = [("test.xml", test_of(quiz, items)), *((one.name, one.text) for one in items)]
    return pack([("imsmanifest.xml", manifest.encode()), *((name, text.encode()) for name, text in files)])


def package_3(quiz: Quiz, items: Sequence[Written]) -> bytes:
    """The package of version 3.0."""
    manifest = _manifest(
        items, "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0", "imsqti_{}_xmlv3p0"
    )
    files = [("test.xml", test_of(quiz, items)), *((one.name, one.text) for one in items)]
    return pack([("imsmanifest.xml", manifest.encode()), *((name, upgraded(text.encode())) for name, text in files)])


def _manifest(items: Sequence[Written], namespace: str, schema: str, version: str, kind: str) -> str:
    resources = []
    for one in items:
        words = "".join(
            f"<imsmd:keyword><imsmd:langstring>{escape(word)}</imsmd:langstring></imsmd:keyword>"
            if version == "1.0.0"
            else f"<imsmd:keyword><imsmd:string>{escape(word)}</imsmd:string></imsmd:keyword>"
            for word in one.labels
        )
        about = f"<metadata><imsmd:lom><imsmd:general>{words}</imsmd:general></imsmd:lom></metadata>" if words else ""
        resources.append(
            f'<resource identifier="RES-{one.id}" type="{kind.format("item")}" href="{one.name}">{about}'
            f'<file href="{one.name}"/></resource>'
        )
    needed = "".join(f'<dependency identifierref="RES-{one.id}"/>' for one in items)
    return (
        f'{HEAD}<manifest xmlns="{namespace}" xmlns:imsmd="{_LOM}" identifier="manifest">'
        f"<metadata><schema>{schema}</schema><schemaversion>{version}</schemaversion></metadata><organizations/>"
        f'<resources><resource identifier="RES-test" type="{kind.format("test")}" href="test.xml">'
        f'<file href="test.xml"/>{needed}</resource>{"".join(resources)}</resources></manifest>'
    )


def upgraded(data: bytes) -> bytes:
    """A file of version 2.2 that we wrote as one of version 3.0."""
    root = _element(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)))
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE_3} {_PURL}schema/xsd/imsqti_asiv3p0_v1p0.xsd")
    text: str = etree.tostring(root, encoding="unicode")
    return f"{HEAD}{text}".encode()


def _hyphened(name: str) -> str:
    return re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", name)


def _element(node: etree._Element) -> etree._Element:
    name = etree.QName(node).localname
    new = name if name in _HTML else f"qti-{_hyphened(name)}"
    copy = etree.Element(f"{{{NAMESPACE_3}}}{new}", nsmap={None: NAMESPACE_3, "xsi": _XSI})  # type: ignore[dict-item]
    for key, value in node.attrib.items():
        if str(key).startswith("{"):
            continue
        if key == "template":
            value = f"{_PURL}rptemplates/{str(value).removeprefix(TEMPLATES)}.xml"
        copy.set(_hyphened(str(key)), str(value))
    if name == "rubricBlock":
        copy.set("use", "instructions")
    inside = etree.SubElement(copy, f"{{{NAMESPACE_3}}}qti-content-body") if name in _BODIES else copy
    inside.text, copy.tail = node.text, node.tail
    inside.extend([_element(child) for child in node])
    return copy
