"""Spot the signs in Markdown: ``- [x]`` before what gives the fraud away, ``- [ ]`` before what does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext

from ...questions.fields import as_json_number, one_line
from ...questions.spot_signs import SpotSignsItem
from ..source import ItemSource, OptionSource, fold, write_option
from .base import MarkdownAdapter, Report
from .plain import read_plain, write_plain
from .sorting import explicit_id, id_of

SKINS = {
    "tin nhắn": "sms",
    "sms": "sms",
    "thư": "email",
    "thư điện tử": "email",
    "email": "email",
    "trang web": "web",
    "web": "web",
    "hình": "picture",
    "picture": "picture",
}
WRITTEN = {"sms": "tin nhắn", "email": "thư điện tử", "web": "trang web", "picture": "hình"}
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,20})?(?:e-[0-9]{1,3})?"
AREA = re.compile(
    rf"(.*?)\s*\((?:vùng|area):\s*({_NUMBER})%?[ ;]+({_NUMBER})%?[ ;]+({_NUMBER})%?[ ;]+({_NUMBER})%?\s*\)"
)


class SpotSignsMarkdown(MarkdownAdapter):
    """A picture's parts end with their place: ``- [x] Địa chỉ lạ (vùng: 10 20 50 8)``."""

    words = ("tìm dấu hiệu", "tìm dấu hiệu lừa đảo", "spot the signs", "spot signs")
    keys = {
        "skin": ("giao diện", "skin"),
        "from": ("từ", "from"),
        "subject": ("tiêu đề", "subject"),
        "address": ("địa chỉ", "address"),
        "src": ("hình", "picture"),
        "alt": ("mô tả hình", "alt"),
    }

    def fits(self, source: ItemSource) -> bool:
        return False

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        given = {name: one_line(values[name][0]) for name in self.keys if name in values}
        usual = "picture" if "src" in given else "sms"
        skin = SKINS.get(fold(given.get("skin", usual)), given.get("skin", ""))
        parts = []
        for position, option in enumerate(source.options):
            one = id_of(option, position)
            source.lines[f"parts.{one}"] = source.lines[f"parts.{position + 1}"] = option.line
            row = {"id": one, "sign": option.marked, "why": richtext.from_markdown(option.feedback)}
            if skin == "picture":
                parts.append({**row, **_read_area(option, report)})
            else:
                parts.append({**row, "text": richtext.from_markdown(option.text)})
        info = {name: given.get(name, "") for name in ("from", "subject", "address")}
        data: dict[str, Any] = {"skin": skin, "skin_info": info, "parts": parts}
        if skin == "picture":
            data["picture"] = {"src": given.get("src", ""), "alt": given.get("alt", "")}
            source.lines["picture"] = values["src"][1] if "src" in values else source.line
        elif "src" in values or "alt" in values:
            report(
                "picture-not-used",
                values["src" if "src" in values else "alt"][1],
                "mục này chỉ dùng với “giao diện: hình”; hãy sửa giao diện hoặc đặt hình vào lời của một phần",
                "this key goes with “skin: picture” only; mend the skin, or put the picture into the text of a part",
            )
        return data

    def write(self, item: SpotSignsItem) -> tuple[dict[str, str], list[str]]:
        info = {"from": item.skin_info.sender, "subject": item.skin_info.subject, "address": item.skin_info.address}
        if item.picture:
            info |= {"src": item.picture.src, "alt": item.picture.alt}
        keys = {self.keys["skin"][0]: WRITTEN[item.skin]}
        keys |= {self.keys[name][0]: value for name, value in info.items() if value}
        lines: list[str] = []
        for position, part in enumerate(item.parts):
            text = richtext.to_markdown(part.text)
            if part.area:
                numbers = {"x": part.area.x, "y": part.area.y, "w": part.area.w, "h": part.area.h}
                text = f"{write_plain(part.label)} {area_words(numbers)}"
            own = explicit_id(part.id, position, text)
            lines += write_option(part.sign, own, text, richtext.to_markdown(part.why))
        return keys, lines


def area_words(numbers: Mapping[str, Any]) -> str:
    """How the area of a part (``x y w h``, in percent) is written."""
    return f"(vùng: {' '.join(str(as_json_number(numbers[one])).replace('.', ',') for one in 'xywh')})"


def _read_area(option: OptionSource, report: Report) -> dict[str, Any]:
    """Label and place of a part of a picture."""
    match = AREA.fullmatch(" ".join(option.text.split()))
    if not match:
        report(
            "no-area",
            option.line,
            "thiếu vùng trên hình; hãy viết ở cuối dòng “(vùng: trái trên rộng cao)” theo phần trăm, ví dụ "
            "(vùng: 10 20 50 8)",
            "has no area on the picture; end the line with “(area: left top width height)” in percent, such as "
            "(area: 10 20 50 8)",
        )
        return {"label": read_plain(option.text), "x": 0, "y": 0, "w": 100, "h": 100}
    numbers = (as_json_number(float(number.replace(",", "."))) for number in match.groups()[1:])
    return {"label": read_plain(match[1]), **dict(zip("xywh", numbers, strict=True))}
