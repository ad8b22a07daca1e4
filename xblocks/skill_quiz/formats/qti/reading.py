"""QTI in. A program wrote the package, so an item that cannot be used is left out and reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from xblocks.common import richtext
from xblocks.common.findings import ModelError

from ...model import is_slug
from .. import weights
from ..exchange import Draft, ReadResult, as_number, is_empty_title, one_line, option_id, rich
from ..weights import Weighted
from .hottext import is_ours, skin_of
from .notation import TOOL
from .package import ItemFile, Package, declared, load

_BLOCKS = ("choiceinteraction", "matchinteraction", "orderinteraction", "hottextinteraction")
_INLINE = ("textentryinteraction", "inlinechoiceinteraction")
_TRUE_FALSE = ({"Đúng", "Sai"}, {"True", "False"})


def read(data: bytes) -> ReadResult:
    """The quiz in a QTI package or item file."""
    try:
        package = load(data)
        draft = Draft(strict=False)
        if package.intro is not None:
            draft.introduce(rich(inner(package.intro), "intro", draft.losses))
        for item in package.items:
            _Item(draft, package, item).read()
    except ModelError as refused:
        return ReadResult(None, refused.findings)
    return draft.result()


def inner(node: etree._Element) -> str:
    """The HTML inside a node."""
    parts = [re.sub("[<>&]", lambda m: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[m[0]], node.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in node]
    return "".join(str(part) for part in parts)


def _asked(node: etree._Element) -> str:
    """The words outside the parts that a learner answers."""
    if str(node.tag).endswith("interaction"):
        return node.findtext("prompt") or ""
    return (node.text or "") + "".join(_asked(child) + " " + (child.tail or "") for child in node)


class _Item:
    """One ``assessmentItem`` on its way into the draft."""

    def __init__(self, draft: Draft, package: Package, file: ItemFile) -> None:
        self._draft = draft
        self._losses = draft.losses
        self._package = package
        self._file = file
        self._node = file.node
        self._responses = declared(file.node)
        self._ours = file.node.get("toolname") == TOOL
        self._id = ""

    # -- texts ------------------------------------------------------------------------------------------------------

    def _rich(self, node: etree._Element) -> str:
        for image in node.iter("img"):
            address = image.get("src", "")
            if re.match(r"[a-z]+:|/", address):
                continue
            if (data := self._package.file(self._file, address)) is not None:
                image.set("src", "/static/" + self._draft.keep(self._id, address.rpartition("/")[2], data))
        return rich(inner(node), self._id, self._losses)

    def _leave(self, vi: str, en: str) -> None:
        self._draft.left_out(self._id, vi, en)

    def _unread(self, vi: str, en: str) -> None:
        self._losses.unread(self._id, vi, en)

    def _ids(self, nodes: Sequence[etree._Element], start: int = 0) -> dict[str, str]:
        """Identifier in the file -> id of ours."""
        names = [node.get("identifier", "") for node in nodes]
        own = [name.removeprefix("R_").removeprefix("_") for name in names]
        if self._ours and all(is_slug(one) for one in own) and len(set(own)) == len(own):
            return dict(zip(names, own, strict=True))
        return {name: option_id(n + start) for n, name in enumerate(names)}

    # -- the item ---------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Into the draft, or into its losses."""
        body = self._node.find("itembody")
        body = etree.Element("itembody") if body is None else body
        given, title = self._node.get("identifier", "").removeprefix("_"), self._node.get("title", "")
        words = " ".join(_asked(body).split()[:12])
        trusted = self._ours or (is_slug(given) and not is_empty_title(given))
        titles = [] if title == given or self._ours else [title]
        self._id = self._draft.claim(given if trusted else "", *titles, text=richtext.clean(words))
        if titles and not is_empty_title(title) and title not in (self._id, one_line(richtext.clean(words))[0]):
            self._losses.title(self._id, title)
        blocks = list(body.iter(*_BLOCKS))
        inline = list(body.iter(*_INLINE))
        others = [
            str(n.tag) for n in body.iter() if str(n.tag).endswith("interaction") and n.tag not in _BLOCKS + _INLINE
        ]
        if others or len(blocks) > 1 or (blocks and inline) or not (blocks or inline):
            said = others[0] if others else "nhiều phần trả lời" if blocks else "không có phần trả lời"
            self._leave(
                f"không có loại câu như vậy ({said})", f"there is no such type ({others[0] if others else 'parts'})"
            )
            return
        own = self._block(body, blocks[0]) if blocks else self._inline(body, inline)
        if own is None:
            return
        data: dict[str, Any] = {"id": self._id, "explanation": self._explanation(), **self._points()}
        data |= self._draft.labels(self._id, self._file.labels)
        self._draft.add({**data, **own})

    def _points(self) -> dict[str, Any]:
        for node in self._node.iterfind("outcomedeclaration"):
            if node.get("identifier") == "MAXSCORE":
                points = as_number(node.findtext("defaultvalue/value") or "")
                if points is not None and 0 < points <= 1000:
                    return {"points": weights.whole(points)}
        return {}

    def _feedbacks(self, names: Sequence[str], within: etree._Element) -> dict[str, str]:
        """Feedback by identifier of a choice; others are losses."""
        found: dict[str, str] = {}
        for node in [*self._node.iterfind("modalfeedback"), *within.iter("feedbackinline")]:
            name = node.get("identifier", "")
            if node.get("outcomeidentifier") == "EXPLANATION":
                continue
            if name in names and node.get("showhide", "show") == "show":
                found[name] = self._rich(node)
            elif inner(node).strip():
                self._unread(f"phản hồi “{name[:40]}”", f"the feedback “{name[:40]}”")
        return found

    def _explanation(self) -> str:
        nodes = [n for n in self._node.iterfind("modalfeedback") if n.get("outcomeidentifier") == "EXPLANATION"]
        return self._rich(nodes[0]) if nodes else ""

    def _correct(self, identifier: str) -> list[str]:
        node = self._responses.get(identifier)
        return [] if node is None else [(v.text or "").strip() for v in node.iterfind("correctresponse/value")]

    def _mapping(self, identifier: str) -> dict[str, tuple[float, bool]]:
        """Key -> (value, case counts) of a mapping that the scoring uses."""
        node = self._responses.get(identifier)
        if node is None:
            return {}
        found = {}
        for entry in node.iterfind("mapping/mapentry"):
            value = as_number(entry.get("mappedvalue", "")) or 0.0
            found[entry.get("mapkey", "")] = (value, entry.get("casesensitive", "false") == "true")
        return found

    def _maps(self) -> bool:
        processing = self._node.find("responseprocessing")
        if processing is None:
            return False
        return (
            "map_response" in processing.get("template", "") or next(processing.iter("mapresponse"), None) is not None
        )

    # -- blocks -----------------------------------------------------------------------------------------------------

    def _block(self, body: etree._Element, node: etree._Element) -> dict[str, Any] | None:
        prompt = node.find("prompt")
        asked = "" if prompt is None else self._rich(prompt)
        parent = node.getparent()
        if parent is not None:
            tail = node.tail
            parent.replace(node, gap := etree.Element("span"))
            gap.tail = tail
        text = self._rich(body)
        if asked and richtext.plain(asked) not in richtext.plain(text):
            text = (
                richtext.clean(f"{text if text.startswith('<') else f'<p>{text}</p>'}<p>{asked}</p>") if text else asked
            )
        if node.tag == "choiceinteraction":
            own = self._choice(node)
        elif node.tag == "matchinteraction":
            own = self._match(node)
        elif node.tag == "hottextinteraction":
            own = self._signs(node)
        else:
            own = self._order(node)
        return None if own is None else {"text": text, **own}

    def _choice(self, node: etree._Element) -> dict[str, Any] | None:
        response = node.get("responseidentifier", "")
        nodes = list(node.iterfind("simplechoice"))
        ids = self._ids(nodes)
        feedback = self._feedbacks(list(ids), node)
        for inline in [i for choice in nodes for i in choice.iter("feedbackinline")]:
            if (parent := inline.getparent()) is not None:
                parent.remove(inline)
        texts = {one.get("identifier", ""): self._rich(one) for one in nodes}
        right = set(self._correct(response))
        declaration = self._responses.get(response)
        single = declaration is None or declaration.get("cardinality", "single") == "single"
        mapping = self._mapping(response)
        if single and not right and mapping:
            right = {key for key, (value, _) in mapping.items() if value == max(v for v, _ in mapping.values())}
        fixed = [one.get("fixed") == "true" for one in nodes]
        if any(fixed) and not all(fixed):
            self._unread("việc giữ yên vị trí vài lựa chọn", "keeping some options in their place")
        if single and len(texts) == 2 and (set(texts.values()) in _TRUE_FALSE or {*ids} == {"true", "false"}):
            words = {
                ("true" if text in ("Đúng", "True") or one == "true" else "false"): one for one, text in texts.items()
            }
            if len(words) == 2:
                said = {f"feedback_{word}": feedback.get(one, "") for word, one in words.items()}
                return {"type": "true_false", "answer": words["true"] in right, **said}
        own: dict[str, Any] | None = {"type": "single_choice" if single else "multiple_choice"}
        if not single and self._maps() and mapping:
            share = {one: mapping.get(one, (0.0, False))[0] for one in ids}
            if self._ours and self._node.find("responseprocessing//sum/mapresponse") is not None:
                own = {"type": "multiple_choice", "scoring": "partial"}
            else:
                answers = [Weighted(texts[one], share[one]) for one in ids]
                own = weights.choices(self._draft, self._id, answers, single=False)
                if own and own["scoring"] == "all_or_nothing" and sum(v > 0 for v in share.values()) == 1:
                    own["scoring"] = "right_minus_wrong"
            right = {one for one in ids if share[one] > 0}
        elif not single:
            own = {"type": "multiple_choice", "scoring": "all_or_nothing"}
        options = [
            {"id": ids[one], "text": texts[one], "correct": one in right, "feedback": feedback.get(one, "")}
            for one in ids
        ]
        return {**(own or {}), "options": options, "shuffle": node.get("shuffle", "false") == "true"}

    def _signs(self, node: etree._Element) -> dict[str, Any] | None:
        nodes = list(node.iter("hottext"))
        if not is_ours(node):
            self._leave(
                "chữ nằm giữa các phần đánh dấu được không có chỗ", "words between what can be marked have no place"
            )
            return None
        ids = self._ids(nodes)
        why = self._feedbacks(list(ids), node)
        signs = self._correct(node.get("responseidentifier", ""))
        parts = [
            {"id": ids[name], "text": self._rich(one), "sign": name in signs, "why": why.get(name, "")}
            for one in nodes
            for name in (one.get("identifier", ""),)
        ]
        return {"type": "spot_signs", **skin_of(node), "parts": parts}

    def _match(self, node: etree._Element) -> dict[str, Any] | None:
        self._feedbacks([], node)
        sets = [list(one.iterfind("simpleassociablechoice")) for one in node.iterfind("simplematchset")]
        response = node.get("responseidentifier", "")
        links = [tuple(value.split()) for value in self._correct(response)]
        if len(sets) != 2 or any(len(link) != 2 for link in links):
            self._leave("các cặp ghép không rõ", "its pairs are not clear")
            return None
        lefts = {one.get("identifier", ""): self._rich(one) for one in sets[0]}
        rights = {one.get("identifier", ""): self._rich(one) for one in sets[1]}
        target = {link[0]: link[1] for link in links}
        if len(target) != len(links) or set(target) != set(lefts) or not set(target.values()) <= set(rights):
            self._leave("có vế trái không có đúng một vế phải", "a left side has not exactly one right side")
            return None
        pairs = [(text, rights[target[one]]) for one, text in lefts.items()]
        others = {one: text for one, text in rights.items() if one not in target.values()}
        scoring = "partial" if self._maps() else "all_or_nothing"
        own = weights.matching(self._draft, self._id, pairs, list(others.values()), scoring=scoring)
        rows = own["pairs"] if own["type"] == "matching" else own["things"]
        for row, one in zip(rows, self._ids(sets[0]).values(), strict=True):
            row["id"] = one
        if self._ours and own["type"] == "matching":
            for row, name in zip(own["distractors"], others, strict=True):
                row["id"] = name.removeprefix("R_")
        return own

    def _order(self, node: etree._Element) -> dict[str, Any] | None:
        self._feedbacks([], node)
        nodes = {one.get("identifier", ""): one for one in node.iterfind("simplechoice")}
        right = self._correct(node.get("responseidentifier", ""))
        if sorted(right) != sorted(nodes):
            self._leave("thứ tự đúng không có mọi bước", "the right order has not every step")
            return None
        ids = self._ids([nodes[one] for one in right])
        steps = [{"id": ids[one], "text": self._rich(nodes[one])} for one in right]
        own = {"type": "ordering", "steps": steps, "feedback_right": "", "feedback_wrong": ""}
        return {**own, "scoring": "all_or_nothing"}

    # -- inside the text --------------------------------------------------------------------------------------------

    def _inline(self, body: etree._Element, nodes: Sequence[etree._Element]) -> dict[str, Any] | None:
        self._feedbacks([], body)
        first = nodes[0]
        parent = first.getparent()
        alone = parent is not None and not "".join(str(t) for t in parent.itertext()).strip()
        if len(nodes) == 1 and first.tag == "textentryinteraction" and alone and parent is not None:
            parent.remove(first)
            own = self._typed(first.get("responseidentifier", ""))
            return None if own is None else {"text": self._rich(body), **own}
        names = [node.get("responseidentifier", "") for node in nodes]
        clean = [name.removeprefix("_") for name in names]
        keep = self._ours and all(map(is_slug, clean)) and len(set(clean)) == len(clean)
        gaps = []
        for n, (node, name) in enumerate(zip(nodes, names, strict=True)):
            gap = self._gap(node, clean[n] if keep else option_id(n), name)
            gaps.append(gap)
            mark = f"[[{gap['id']}]]{node.tail or ''}"
            holder = node.getparent()
            if holder is None:
                continue
            before = node.getprevious()
            if before is None:
                holder.text = (holder.text or "") + mark
            else:
                before.tail = (before.tail or "") + mark
            holder.remove(node)
        text = "Điền vào chỗ trống."
        if self._ours and len(body) == 2:
            text = self._rich(body[0])
            body.remove(body[0])
        together = next(self._node.iter("and"), None) is not None
        own = {"type": "gaps", "text": text, "body": self._rich(body), "gaps": gaps}
        return {**own, "scoring": "all_or_nothing" if together else "partial"}

    def _gap(self, node: etree._Element, one: str, response: str) -> dict[str, Any]:
        right = self._correct(response)
        mapping = self._mapping(response)
        case = any(counts for _, counts in mapping.values())
        if node.tag == "inlinechoiceinteraction":
            choices = list(node.iterfind("inlinechoice"))
            ids = self._ids(choices)
            right += [key for key, (value, _) in mapping.items() if value >= 1]
            rows = [
                (ids[c.get("identifier", "")], richtext.plain(self._rich(c)), c.get("identifier", "") in right)
                for c in choices
            ]
        else:
            best = max((value for value, _ in mapping.values()), default=1.0)
            words = dict.fromkeys(right, True) | {k: value >= best for k, (value, _) in mapping.items()}
            rows = [(option_id(n), " ".join(word.split()), ok) for n, (word, ok) in enumerate(words.items())]
        return {
            "id": one,
            "mode": "choose" if node.tag == "inlinechoiceinteraction" else "type",
            "options": [{"id": i, "text": text, "correct": ok, "feedback": ""} for i, text, ok in rows],
            "case_sensitive": case and node.tag != "inlinechoiceinteraction",
            "ignore_diacritics": False,
        }

    def _typed(self, response: str) -> dict[str, Any] | None:
        right = self._correct(response)
        mapping = self._mapping(response)
        declaration = self._responses.get(response)
        if declaration is not None and declaration.get("basetype") in ("float", "integer"):
            tolerance = 0.0
            for node in self._node.iter("equal"):
                said = [as_number(word) for word in node.get("tolerance", "").split()]
                if said and said[0] is not None and node.get("tolerancemode") == "absolute":
                    tolerance = said[0]
                elif said:
                    self._unread("sai số", "the tolerance")
            values = [as_number(word) for word in right]
            if None in values or not values:
                self._leave("đáp án không phải là số", "an answer is no number")
                return None
            answers = [Weighted("", 1.0, "", value or 0.0, tolerance) for value in values]
            return weights.number(self._draft, self._id, answers)
        best = max((value for value, _ in mapping.values()), default=0.0)
        scale = best if best > 0 else 1.0
        shares = dict.fromkeys(right, 1.0) | {word: value / scale for word, (value, _) in mapping.items()}
        answers = [Weighted(word.replace("*", "\\*"), share) for word, share in shares.items()]
        case = any(counts for _, counts in mapping.values())
        return weights.short_text(self._draft, self._id, answers, case_sensitive=case)
