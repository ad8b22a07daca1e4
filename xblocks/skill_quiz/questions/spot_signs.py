"""Signs of a fraud are found in a message, a web page or a picture."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common import richtext
from xblocks.common.findings import Finding, MalformedAnswer
from xblocks.common.rich_tree import image_address

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .choice import without_feedback
from .faults import check_texts, too_few, unique
from .fields import Fields, as_json_number

SKINS = ("sms", "email", "web", "picture")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the picture, in percent of its width and height, from the upper left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Part:
    """What can be marked: rich ``text`` of a message or page; on a picture a plain ``label`` and its ``area``.
    ``sign``: it gives the fraud away; ``why`` (rich) says why it does, or why it does not."""

    id: str
    sign: bool
    why: str = ""
    text: str = ""
    label: str = ""
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class SkinInfo:
    """Who seems to write, about what, and the address of a page: plain lines, each may be ""."""

    sender: str = ""
    subject: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """``src`` is ``/static/…`` or ``https:``; ``alt`` says to those who cannot see it what is on it."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotSignsItem(Item):
    """``skin`` is one of ``SKINS``; ``picture`` is there if and only if it is ``picture``. ``parts`` stand as they are
    read."""

    type: ClassVar[str] = "spot_signs"

    skin: str
    parts: tuple[Part, ...]
    skin_info: SkinInfo = SkinInfo()
    picture: Picture | None = None


class SpotSigns(QuestionType[SpotSignsItem]):
    """Answer: ids of the marked parts in authored order, none or more; raw: a list of public ids."""

    name = "spot_signs"
    shape = Shape(
        rows={
            "parts": (
                "part",
                Shape(
                    rich=frozenset({"text", "why"}),
                    flags=frozenset({"sign"}),
                    numbers=frozenset({"x", "y", "w", "h"}),
                ),
            )
        },
        objects={"skin_info": Shape(), "picture": Shape()},
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> SpotSignsItem:
        skin = fields.choice("skin", SKINS)
        info, picture = SkinInfo(), None
        if fields.has("skin_info"):
            row = fields.child("skin_info")
            info = SkinInfo(row.line("from"), row.line("subject"), row.line("address"))
            row.done()
        if skin == "picture":
            picture = _load_picture(fields)
        seen: set[str] = set()
        parts = []
        for row in fields.rows("parts"):
            one, sign, why = unique(row, row.slug("id"), seen), row.flag("sign", False), row.text("why")
            if skin == "picture":
                parts.append(Part(one, sign, why, label=row.line("label"), area=_load_area(row)))
            else:
                parts.append(Part(one, sign, why, row.text("text")))
            row.done()
        return SpotSignsItem(**common, skin=skin, parts=tuple(parts), skin_info=info, picture=picture)

    def _dump(self, item: SpotSignsItem) -> dict[str, Any]:
        info = item.skin_info
        data: dict[str, Any] = {
            "skin": item.skin,
            "skin_info": {"from": info.sender, "subject": info.subject, "address": info.address},
            "parts": [{"id": p.id, "sign": p.sign, "why": p.why, **_shown(p)} for p in item.parts],
        }
        if item.picture:
            data["picture"] = {"src": item.picture.src, "alt": item.picture.alt}
        return data

    def _check(self, item: SpotSignsItem, where: str) -> Iterator[Finding]:
        if not any(p.sign for p in item.parts):
            vi = "ít nhất một dấu hiệu; hãy đánh dấu phần tố cáo kẻ lừa bằng “- [x] …”"
            yield too_few(where, item.id, "no-sign", vi, "at least one sign; mark what gives the fraud away “- [x] …”")
        elif all(p.sign for p in item.parts):
            yield Finding(
                "warning",
                "only-signs",
                where,
                f"Câu “{item.id}” chỉ có dấu hiệu, nên đánh dấu tất cả là đúng; hãy thêm phần bình thường “- [ ] …”.",
                f"Question “{item.id}” has signs only, so marking everything is right; add ordinary parts “- [ ] …”.",
            )
        if item.picture:
            yield from _check_picture(item, item.picture, where)
        rows = [(p.id, p.text or p.label, (p.text, p.label)) for p in item.parts]
        yield from check_texts(f"{where}.parts", item.id, rows, "phần", "part")
        for number, part in enumerate(item.parts, start=1):
            if not part.why:
                yield without_feedback(f"{where}.parts.{part.id}", item.id, f"phần thứ {number}", f"part {number}")

    def order(self, item: SpotSignsItem, rng: random.Random) -> Order:
        return tuple(p.id for p in item.parts)

    def _public(self, item: SpotSignsItem, order: Order, lang: str) -> dict[str, Any]:
        shown = {p.id: _shown(p) for p in item.parts}
        info = item.skin_info
        public: dict[str, Any] = {
            "skin": item.skin,
            "skin_info": {"from": info.sender, "subject": info.subject, "address": info.address},
            "parts": [{"id": self.public_id(order, i), **shown[i]} for i in order if i in shown],
        }
        if item.picture:
            public["picture"] = {"src": item.picture.src, "alt": item.picture.alt}
        return public

    def read(self, item: SpotSignsItem, order: Order, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or len(raw) > len(order):
            raise MalformedAnswer
        marked = {self.real_id(order, public) for public in raw}
        if len(marked) != len(raw):
            raise MalformedAnswer
        return tuple(one for one in order if one in marked)

    def show(self, item: SpotSignsItem, order: Order, answer: Answer) -> list[str]:
        return [self.public_id(order, one) for one in order if not isinstance(answer, str) and one in answer]

    def grade(self, item: SpotSignsItem, answer: Answer) -> Grade:
        """max(0, hits / signs − false alarms / other parts): the hit rate minus the false-alarm rate (Youden's J, in
        recognition tests the two-high-threshold P_r), so that marking everything is worth as much as marking nothing.
        ``counts``: hits, misses, false_alarms. Feedback: why, of every part that was marked or is a sign.
        """
        if isinstance(answer, str) or not all(isinstance(one, str) for one in answer):
            raise MalformedAnswer
        marked = frozenset(one for one in answer if isinstance(one, str))
        signs = frozenset(p.id for p in item.parts if p.sign)
        hits, alarms = len(marked & signs), len(marked - signs)
        others = max(len(item.parts) - len(signs), alarms)
        correct = marked == signs
        score = max(0.0, (hits / len(signs) if signs else 0.0) - (alarms / others if others else 0.0))
        feedback = tuple(Feedback(p.id, p.why) for p in item.parts if p.why and (p.sign or p.id in marked))
        counts = (("hits", hits), ("misses", len(signs) - hits), ("false_alarms", alarms))
        return Grade(1.0 if correct else score, correct, feedback, counts)

    def key(self, item: SpotSignsItem, order: Order) -> list[str]:
        signs = {p.id for p in item.parts if p.sign}
        return [self.public_id(order, one) for one in order if one in signs]

    def _describe(self, item: SpotSignsItem, answer: Answer) -> str:
        return super()._describe(item, answer) or "–"  # nothing was marked

    def words(self, item: SpotSignsItem) -> Mapping[str, str]:
        return {p.id: richtext.plain(p.text) or p.label for p in item.parts}


def _shown(part: Part) -> dict[str, Any]:
    if part.area is None:
        return {"text": part.text}
    area = {name: as_json_number(getattr(part.area, name)) for name in ("x", "y", "w", "h")}
    return {"label": part.label, **area}


def _load_picture(fields: Fields) -> Picture:
    row = fields.child("picture")
    written = row.string("src")
    src = image_address(written)
    if written and not src:
        row.error(
            "bad-address",
            "src",
            "phải là hình trong kho tệp (/static/…) hoặc địa chỉ https",
            "must be a picture of the file store (/static/…) or an https address",
        )
    picture = Picture(src, row.line("alt"))
    row.done()
    return picture


def _load_area(row: Fields) -> Area:
    x, y, w, h = (row.measure(name, None, low=0, high=100) for name in ("x", "y", "w", "h"))
    if x + w > 100 or y + h > 100 or not (w and h):
        row.error(
            "bad-area",
            "",
            "có vùng không nằm gọn trong hình; bốn số là trái, trên, rộng, cao, tính theo phần trăm",
            "has an area that is not within the picture; the four numbers are left, top, width, height in percent",
        )
    return Area(x, y, w, h)


def _check_picture(item: SpotSignsItem, picture: Picture, where: str) -> Iterator[Finding]:
    if not picture.src:
        vi = "một hình; hãy viết “hình: /static/ten-hinh.png” dưới mã câu"
        yield too_few(
            f"{where}.picture", item.id, "no-picture", vi, "a picture; write “picture: /static/name.png” below its id"
        )
    if not picture.alt:
        yield Finding(
            "error",
            "picture-without-alt",
            f"{where}.picture",
            f"Câu “{item.id}” có hình chưa được mô tả; hãy viết “mô tả hình: …” cho người không nhìn thấy hình.",
            f"Question “{item.id}” has a picture without a description; write “alt: …” for people who cannot see it.",
        )


TYPE = SpotSigns()
