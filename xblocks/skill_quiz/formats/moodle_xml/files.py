"""Files that a Moodle question carries in itself, and the addresses that point to them."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote

from lxml import etree

from ..exchange import Draft

_LIMIT = 16_000_000
_ADDRESS = re.compile(r"@@PLUGINFILE@@/([^\"'<>\s?#]{1,300})(?:\?[^\"'<>\s#]*)?")


def keep(draft: Draft, item_id: str, node: etree._Element, html: str) -> str:
    """``html`` with ``/static/`` addresses for the files of ``node``, which go into the draft's media."""
    names = {}
    for file in node.iterfind("file"):
        name = file.get("name", "")
        try:
            data = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not name or not data or sum(map(len, draft.media.values())) + len(data) > _LIMIT:
            said = name[:60]
            draft.losses.unread(
                item_id, f"tệp “{said}” (hỏng hoặc quá lớn)", f"the file “{said}” (damaged or too large)"
            )
            continue
        names[name] = draft.keep(item_id, name, data)

    def address(match: re.Match[str]) -> str:
        name = unquote(match[1])
        return "/static/" + names.get(name, re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("._") or "tep")

    return _ADDRESS.sub(address, html)
