"""XML from outside: no DTD, no entities, no network, not too large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from .errors import ImportRefused

MAX_XML = 16 * 1024 * 1024


def parse(data: bytes, name: str) -> Any:
    """The root element of ``data``; ``name`` is for the sentence of :class:`ImportRefused`."""
    if len(data) > MAX_XML:
        raise ImportRefused(f"tệp “{name}” quá lớn.", f"the file “{name}” is too large.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ImportRefused(
            f"tệp “{name}” không phải XML đúng ({str(error).splitlines()[0][:120]}).",
            f"the file “{name}” is no well-formed XML ({str(error).splitlines()[0][:120]}).",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ImportRefused(
            f"tệp “{name}” có khai báo DTD; vì an toàn, chúng tôi không nhận.",
            f"the file “{name}” declares a DTD, which is refused for safety.",
        )
    return root


def parse_file(folder: Path, name: str) -> Any:
    """The root element of ``folder/name``; refused if it is not there."""
    file = folder / name
    if not file.is_file():
        raise ImportRefused(f"thiếu tệp “{name}”.", f"the file “{name}” is missing.")
    return parse(file.read_bytes(), name)
