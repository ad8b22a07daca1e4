"""Competency frameworks: codes and titles, read from JSON files and looked up by ``framework:code``.

Engine floor: no Django. A framework file holds facts only (codes, titles, where they were read), never descriptors.
``taxonomy.py`` carries a framework to and from the platform's taxonomy CSV.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xblocks.common.findings import Finding, ModelError, NewerSchemaError
from xblocks.common.jsonform import canonical

SCHEMA = 1

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,31}")

Titles = Mapping[str, str]


def split_id(competency_id: str) -> tuple[str, str] | None:
    """``("tt02-2025", "4.2")`` for ``tt02-2025:4.2``; None for what has not that form."""
    framework, colon, code = competency_id.partition(":")
    if colon and ID_PATTERN.fullmatch(framework) and CODE_PATTERN.fullmatch(code):
        return framework, code
    return None


def title_in(titles: Titles, lang: str) -> str | None:
    """The title in ``lang``, else in its base language, else Vietnamese for ``vi…`` and English first for others."""
    base = lang.lower().replace("_", "-").partition("-")[0]
    for candidate in (lang, base, *(("vi", "en") if base == "vi" else ("en", "vi"))):
        if titles.get(candidate):
            return titles[candidate]
    return next(iter(titles.values()), None)


def fold(text: str) -> str:
    """``text`` for searching: lower case, without diacritics, ``đ`` as ``d``, single spaces."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def sort_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Natural order of codes: ``2.10`` after ``2.9``, ``IU10`` after ``IU09``."""
    return tuple(
        (0, int(part), part) if part.isdigit() else (1, 0, part.casefold())
        for part in re.findall(r"[0-9]+|[^0-9.]+", code)
    )


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of competencies (``miền``). ``title``: language → text."""

    code: str
    title: Titles


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency. ``domain`` is its domain's code, None in a framework without domains."""

    code: str
    title: Titles
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework in one version, in the order of its codes.

    ``complete`` is False when the source we could read does not give the whole framework; ``notes`` says what is
    missing or uncertain. ``sources`` are ``{"url", "what"}``, ``levels`` ``{"level", "code", "grade": {lang: text}}``.
    """

    id: str
    version: str
    title: Titles
    competencies: tuple[Competency, ...]
    domains: tuple[Domain, ...] = ()
    issuer: str = ""
    citation: str = ""
    licence: str = ""
    retrieved: str = ""
    complete: bool = True
    sources: tuple[Mapping[str, str], ...] = ()
    levels: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: str | bytes | Mapping[str, Any]) -> Framework:
        """Read schema 1. Raises ``NewerSchemaError`` for a later one, else ``ModelError`` with all that is wrong."""
        return _Reader(data).framework()

    def to_data(self) -> dict[str, Any]:
        """The JSON types that ``from_json`` reads; empty optional parts are left out."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "id": self.id,
            "version": self.version,
            "title": dict(self.title),
            "complete": self.complete,
            "competencies": [
                {"code": c.code, "title": dict(c.title)} | ({"domain": c.domain} if c.domain is not None else {})
                for c in self.competencies
            ],
        }
        optional = {
            "domains": [{"code": d.code, "title": dict(d.title)} for d in self.domains],
            "issuer": self.issuer,
            "citation": self.citation,
            "licence": self.licence,
            "retrieved": self.retrieved,
            "sources": [dict(source) for source in self.sources],
            "levels": [dict(level) for level in self.levels],
            "notes": list(self.notes),
        }
        return data | {name: value for name, value in optional.items() if value}

    def to_json(self) -> str:
        """Canonical JSON; ``from_json(to_json()) == self``."""
        return canonical(self.to_data())

    def find(self, code: str) -> Competency | None:
        """The competency with that code."""
        return next((c for c in self.competencies if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Frameworks:
    """Frameworks side by side. Ids are ``framework:code``; unknown ids never raise."""

    all: Mapping[str, Framework] = field(default_factory=dict)

    @classmethod
    def of(cls, frameworks: Iterable[Framework]) -> Frameworks:
        """From models; raises ``ModelError`` when two have the same id."""
        found: dict[str, Framework] = {}
        for framework in sorted(frameworks, key=lambda framework: framework.id):
            if framework.id in found:
                raise ModelError(
                    [_error("duplicate-framework", framework.id, "Hai khung có cùng mã; hãy bỏ bớt một.",
                            "Two frameworks have the same id; remove one.")]
                )  # fmt: skip
            found[framework.id] = framework
        return cls(found)

    @classmethod
    def load(cls, folder: Path | str) -> Frameworks:
        """All ``*.json`` of ``folder``. Raises ``ModelError`` with the file's name in ``where``, else ``OSError``."""
        found, wrong = [], []
        for path in sorted(Path(folder).glob("*.json")):
            try:
                found.append(Framework.from_json(path.read_bytes()))
            except NewerSchemaError:
                raise
            except ModelError as error:
                wrong += [
                    Finding(f.severity, f.code, f"{path.name}: {f.where}", f.vi, f.en, f.line) for f in error.findings
                ]
        if wrong:
            raise ModelError(wrong)
        return cls.of(found)

    def __iter__(self) -> Iterator[Framework]:
        return iter(self.all.values())

    def get(self, competency_id: str) -> Competency | None:
        """The competency that ``framework:code`` names, or None."""
        parts = split_id(competency_id)
        framework = self.all.get(parts[0]) if parts else None
        return framework.find(parts[1]) if framework and parts else None

    def is_known(self, competency_id: str) -> bool:
        """True if ``get`` finds it. A domain is no competency."""
        return self.get(competency_id) is not None

    def title(self, competency_id: str, lang: str) -> str:
        """Title of a competency; the id itself when it is unknown."""
        competency = self.get(competency_id)
        return (title_in(competency.title, lang) if competency else None) or competency_id

    def ids(self) -> list[str]:
        """All ids, by framework, then in the order of codes."""
        return [f"{framework.id}:{c.code}" for framework in self for c in framework.competencies]

    def search(self, text: str) -> list[str]:
        """Ids whose code and titles hold every word of ``text``, without regard to case and diacritics, in order."""
        words = fold(text).split()
        return [
            f"{framework.id}:{c.code}"
            for framework in self
            for c in framework.competencies
            if all(word in fold(" ".join((c.code, *c.title.values()))) for word in words)
        ]


def _error(code: str, where: str, vi: str, en: str, line: int | None = None) -> Finding:
    return Finding("error", code, where, vi, en, line)


class _Reader:
    """Reads one framework and gathers all findings before it raises."""

    def __init__(self, data: str | bytes | Mapping[str, Any]) -> None:
        self.findings: list[Finding] = []
        self.data = self._object(data)

    def _object(self, data: str | bytes | Mapping[str, Any]) -> Mapping[str, Any]:
        line = None
        if isinstance(data, str | bytes):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError) as error:
                line, data = getattr(error, "lineno", None), ""
        if not isinstance(data, Mapping):
            raise ModelError(
                [_error("not-json", "framework", "Tệp khung năng lực không phải là đối tượng JSON; hãy sửa cú pháp.",
                        "The framework file is not a JSON object; mend its syntax.", line)]
            )  # fmt: skip
        return data

    def framework(self) -> Framework:
        schema = self.data.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            self._wrong("schema", "phải là số nguyên từ 1", "must be a whole number from 1")
        elif schema > SCHEMA:
            raise NewerSchemaError(f"framework {self.data.get('id', '')}".strip(), schema, SCHEMA)
        name = self._text("id")
        if not ID_PATTERN.fullmatch(name):
            self._wrong("id", "chỉ gồm a-z, 0-9, dấu chấm và gạch nối", "may hold only a-z, 0-9, dots and hyphens")
        domains = [Domain(code, title) for code, title, _ in self._entries("domains")]
        competencies = [Competency(*entry) for entry in self._entries("competencies")]
        if not competencies:
            self._wrong("competencies", "phải có ít nhất một năng lực", "must hold at least one competency")
        self._check_codes(domains, competencies)
        framework = Framework(
            id=name,
            version=self._text("version"),
            title=self._title("title", self.data.get("title")),
            competencies=tuple(sorted(competencies, key=lambda c: sort_key(c.code))),
            domains=tuple(sorted(domains, key=lambda d: sort_key(d.code))),
            issuer=self._text("issuer", ""),
            citation=self._text("citation", ""),
            licence=self._text("licence", ""),
            retrieved=self._text("retrieved", ""),
            complete=self._flag("complete"),
            sources=tuple(self._objects("sources")),
            levels=tuple(self._objects("levels")),
            notes=tuple(str(note) for note in self._list("notes")),
        )
        if self.findings:
            raise ModelError(self.findings)
        return framework

    def _wrong(self, where: str, vi: str, en: str) -> None:
        self.findings.append(_error("bad-framework", where, f"Phần “{where}” {vi}.", f"The part “{where}” {en}."))

    def _text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()) or len(value) > 1000:
            self._wrong(name, "phải là chữ, không trống, tối đa 1000 ký tự", "must be text of 1 to 1000 characters")
            return ""
        return unicodedata.normalize("NFC", value)

    def _flag(self, name: str) -> bool:
        value = self.data.get(name, True)
        if not isinstance(value, bool):
            self._wrong(name, "phải là true hoặc false", "must be true or false")
        return bool(value)

    def _list(self, name: str) -> list[Any]:
        value = self.data.get(name, [])
        if not isinstance(value, list):
            self._wrong(name, "phải là một danh sách", "must be a list")
            return []
        return value

    def _objects(self, name: str) -> Iterator[Mapping[str, Any]]:
        for index, value in enumerate(self._list(name)):
            if isinstance(value, Mapping):
                yield value
            else:
                self._wrong(f"{name}.{index}", "phải là một đối tượng", "must be an object")

    def _title(self, where: str, value: Any) -> Titles:
        if not isinstance(value, Mapping):
            value = {}
        titles = {
            str(lang): " ".join(unicodedata.normalize("NFC", text).split())
            for lang, text in value.items()
            if isinstance(text, str) and text.strip()
        }
        if not titles or max(map(len, titles.values())) > 400:
            self._wrong(where, "cần tên bằng ít nhất một ngôn ngữ, tối đa 400 ký tự",
                        "needs a title in at least one language, at most 400 characters")  # fmt: skip
        return titles

    def _entries(self, name: str) -> Iterator[tuple[str, Titles, str | None]]:
        for index, entry in enumerate(self._objects(name)):
            code, domain = entry.get("code"), entry.get("domain")
            where = f"{name}.{code if isinstance(code, str) and code else index}"
            if not isinstance(code, str) or not CODE_PATTERN.fullmatch(code):
                self._wrong(where, "có mã không hợp lệ (chữ, số, dấu chấm, gạch nối; tối đa 32 ký tự)",
                            "has no valid code (letters, digits, dots, hyphens; at most 32 characters)")  # fmt: skip
                code = f"x{index}"
            yield code, self._title(where, entry.get("title")), domain if isinstance(domain, str) else None

    def _check_codes(self, domains: list[Domain], competencies: list[Competency]) -> None:
        seen: set[str] = set()
        for code in [d.code for d in domains] + [c.code for c in competencies]:
            if code.casefold() in seen:
                self._wrong(code, "có mã bị trùng; mỗi mã chỉ dùng một lần", "has a code that is used twice")
            seen.add(code.casefold())
        known = {domain.code for domain in domains}
        for competency in competencies:
            if domains and competency.domain not in known:
                self._wrong(f"competencies.{competency.code}", "phải thuộc một miền có trong “domains”",
                            "must belong to one of the “domains”")  # fmt: skip
            elif not domains and competency.domain is not None:
                self._wrong(f"competencies.{competency.code}", "ghi một miền, nhưng khung này không có miền",
                            "names a domain, but this framework has none")  # fmt: skip
