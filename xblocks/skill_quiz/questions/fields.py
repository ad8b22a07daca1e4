"""Reads untrusted JSON field by field and reports what is wrong instead of stopping at the first fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import Finding
from xblocks.common.rich_tree import image_address, scrub, tidy

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
COMPETENCY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
WEB_ADDRESS = re.compile("https?://[^\\s<>\"'\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]{1,2000}")


class Fields:
    """One JSON object. Every getter notes the name it was asked for; :meth:`done` reports the names nobody asked for.

    ``where`` is the path that findings carry; ``findings`` is the list they are added to. A getter that finds a fault
    reports it and returns a harmless value, so that one reading shows every fault.
    """

    def __init__(self, data: Any, where: str, findings: list[Finding]) -> None:
        self.where = where
        self.findings = findings
        self._known: set[str] = set()
        self._data: Mapping[str, Any] = {}
        if isinstance(data, Mapping) and all(isinstance(k, str) for k in data):
            self._data = data
        else:
            self.error("wrong-form", "", "phải là một nhóm trường có tên", "must be an object with named fields")

    def error(self, code: str, name: str, vi: str, en: str) -> None:
        """Report an error at field ``name``; ``vi`` and ``en`` go on after the path."""
        where = ".".join(part for part in (self.where, name) if part)
        self.findings.append(Finding("error", code, where, f"“{where}” {vi}.", f"“{where}” {en}."))

    def has(self, name: str) -> bool:
        """Whether the object has the field at all."""
        return name in self._data

    def _get(self, name: str, default: Any) -> Any:
        self._known.add(name)
        return self._data.get(name, default)

    def text(self, name: str) -> str:
        """A rich text, cleaned; "" if absent."""
        return richtext.clean(self.string(name, ""))

    def string(self, name: str, default: str = "") -> str:
        """A plain string."""
        value = self._get(name, default)
        if isinstance(value, str):
            return value
        self.error("wrong-type", name, "phải là một đoạn chữ", "must be text")
        return default

    def line(self, name: str) -> str:
        """A plain string on one line, in normal form; "" if absent."""
        return one_line(self.string(name))

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of ``allowed``; required if there is no default."""
        value = self._get(name, default)
        if isinstance(value, str) and value in allowed:
            return value
        listed = ", ".join(allowed)
        self.error("unknown-value", name, f"phải là một trong: {listed}", f"must be one of: {listed}")
        return default or next(iter(allowed))

    def slug(self, name: str) -> str:
        """A required id: small letters, digits and hyphens, at most 64."""
        value = self._get(name, "")
        if isinstance(value, str) and SLUG.fullmatch(value):
            return value
        self.error(
            "bad-id",
            name,
            "phải là một mã gồm chữ thường không dấu, số và dấu gạch nối (ví dụ goi-video)",
            "must be an id of small letters, digits and hyphens (such as goi-video)",
        )
        return ""

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false; required if there is no default."""
        value = self._get(name, default)
        if isinstance(value, bool):
            return value
        self.error("wrong-type", name, "phải là true hoặc false", "must be true or false")
        return False

    def number(self, name: str, default: float, *, above: float, up_to: float) -> float:
        """A number with ``above < number <= up_to``."""
        value = self._get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and above < value <= up_to:
            return value
        self.error(
            "bad-number",
            name,
            f"phải là một số lớn hơn {above:g} và không quá {up_to:g}",
            f"must be a number above {above:g} and at most {up_to:g}",
        )
        return default

    def measure(self, name: str, default: float | None, *, low: float, high: float) -> float:
        """A number with ``low <= number <= high``; required if there is no default."""
        value = self._get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.error(
            "bad-number",
            name,
            f"phải là một số từ {low:.15g} đến {high:.15g}",
            f"must be a number from {low:.15g} to {high:.15g}",
        )
        return low if default is None else default

    def count(self, name: str, default: int | None) -> int | None:
        """A whole number from 1, or None where None is the default."""
        value = self._get(name, default)
        if value is None and default is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100_000:
            return value
        self.error("bad-number", name, "phải là một số nguyên từ 1 trở lên", "must be a whole number from 1 up")
        return default

    def day(self, name: str, *, required: bool) -> str | None:
        """A date as ``YYYY-MM-DD`` text, or None."""
        value = self._get(name, None)
        if value is None and not required:
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                date.fromisoformat(value)
            except ValueError:
                pass
            else:
                return value
        self.error(
            "bad-date",
            name,
            "phải là một ngày có thật viết theo năm-tháng-ngày (ví dụ 2026-11-21)",
            "must be a real date written year-month-day (such as 2026-11-21)",
        )
        return None

    def address(self, name: str) -> str:
        """A required ``http(s)://`` address."""
        value = self._get(name, "")
        if isinstance(value, str) and WEB_ADDRESS.fullmatch(value):
            return value
        self.error(
            "bad-address", name, "phải là một địa chỉ web bắt đầu bằng https://", "must be a web address (https://…)"
        )
        return ""

    def media(self, name: str) -> str:
        """An address in the file store (``/static/…``) or an ``https://`` one; "" if absent."""
        written = self.string(name)
        address = image_address(written)
        if written and not address:
            self.error(
                "bad-address",
                name,
                "phải là tệp trong kho (/static/ten-tep.mp3) hoặc địa chỉ https://",
                "must be a file of the store (/static/name.mp3) or an https:// address",
            )
        return address

    def slugs(self, name: str, *, competency: bool = False) -> tuple[str, ...]:
        """A list of ids without repetition; of ``framework:code`` if ``competency``."""
        value = self._get(name, [])
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            self.error("wrong-type", name, "phải là một danh sách các mã", "must be a list of ids")
            return ()
        form = COMPETENCY if competency else SLUG
        for one in value:
            if not form.fullmatch(one):
                short = shown(one)
                if competency:
                    self.error(
                        "bad-competency",
                        name,
                        f"có mã năng lực “{short}” sai dạng; hãy viết khung:mã (ví dụ tt02-2025:4.2)",
                        f"has the malformed competency “{short}”; write framework:code (such as tt02-2025:4.2)",
                    )
                else:
                    self.error(
                        "bad-id",
                        name,
                        f"có mã “{short}” sai dạng; chỉ dùng chữ thường không dấu, số và dấu gạch nối",
                        f"has the malformed id “{short}”; use small letters, digits and hyphens only",
                    )
        kept = tuple(dict.fromkeys(v for v in value if form.fullmatch(v)))
        if len(set(value)) != len(value):
            self.error("duplicate-id", name, "có mã lặp lại; hãy bỏ bớt", "lists an id twice; remove one")
        return kept

    def rows(self, name: str) -> Iterator[Fields]:
        """The objects of a list, each with a path by its id where it has one, else by its number."""
        value = self._get(name, [])
        if not isinstance(value, list | tuple):
            self.error("wrong-type", name, "phải là một danh sách", "must be a list")
            return
        for index, row in enumerate(value, start=1):
            label: object = index
            if isinstance(row, Mapping) and isinstance(row.get("id"), str) and SLUG.fullmatch(row["id"]):
                label = row["id"]
            path = ".".join(part for part in (self.where, name, str(label)) if part)
            yield Fields(row, path, self.findings)

    def child(self, name: str) -> Fields:
        """The object in field ``name``."""
        path = ".".join(part for part in (self.where, name) if part)
        return Fields(self._get(name, None), path, self.findings)

    def raw(self) -> Mapping[str, Any]:
        """The object as it came."""
        return self._data

    def done(self) -> None:
        """Report every field that no getter asked for."""
        for name in self._data:
            if name not in self._known:
                near = difflib.get_close_matches(name, self._known, 1)
                vi = f"; có phải bạn muốn viết “{near[0]}”?" if near else "; hãy bỏ trường này"
                en = f"; did you mean “{near[0]}”?" if near else "; remove it"
                self.error(
                    "unknown-field", name[:60], f"là một trường không có trong mẫu{vi}", f"is an unknown field{en}"
                )


def one_line(text: str) -> str:
    """``text`` in NFC on one line, without control characters; every white space is one ordinary space."""
    return " ".join(tidy(scrub(text)).split())


def shown(text: object) -> str:
    """The beginning of something untrusted, fit for a message."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(text)[:60])


def as_json_number(value: float) -> int | float:
    """``1`` for ``1.0``: a number has one canonical form, so that a digest does not depend on how it was typed."""
    return int(value) if float(value).is_integer() else value
