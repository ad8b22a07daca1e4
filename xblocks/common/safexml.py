"""XML from outside, parsed without trust: no DTD, no entities, no network, bounded depth and size."""

from __future__ import annotations

from lxml import etree

from .findings import Finding, ModelError

#: No package holds a larger XML file for a good reason, and a parsed tree takes many times its size in memory.
MAX_BYTES = 16_000_000


def parse(data: bytes, *, where: str = "xml") -> etree._Element:
    """The root element of ``data``, without comments and processing instructions.

    Raises :class:`ModelError` with one finding (``xml-too-large``, ``xml-dtd``, ``xml-malformed``) that names
    ``where`` and, if known, the line.
    """
    if len(data) > MAX_BYTES:
        raise _refused(
            "xml-too-large",
            where,
            f"Tệp XML “{where}” lớn hơn 16 MB nên không được mở; hãy chia nhỏ tệp.",
            f"The XML file “{where}” is larger than 16 MB and was not opened; split it.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        line = getattr(fault, "lineno", None) or None
        if b"<!DOCTYPE" in data[:100_000] or b"<!ENTITY" in data[:100_000]:
            raise _dtd(where) from fault
        raise _refused(
            "xml-malformed",
            where,
            f"Tệp XML “{where}” bị hỏng hoặc lồng quá sâu nên không đọc được; hãy xuất lại tệp.",
            f"The XML file “{where}” is damaged or nested too deeply and cannot be read; export it again.",
            line,
        ) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd(where)
    return root


def _dtd(where: str) -> ModelError:
    return _refused(
        "xml-dtd",
        where,
        f"Tệp XML “{where}” có phần khai báo DTD, thứ có thể dùng để tấn công; hãy bỏ dòng <!DOCTYPE …> rồi thử lại.",
        f"The XML file “{where}” has a DTD, which can be an attack; remove the line <!DOCTYPE …> and try again.",
    )


def _refused(code: str, where: str, vi: str, en: str, line: int | None = None) -> ModelError:
    return ModelError([Finding("error", code, where, vi, en, line)])
