"""``content/`` from disk into one model. Reads everything it can and notes what it cannot."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from course_export.says import FileFinding, UserError
from course_export.source import formats, lesson, spoken
from course_export.source.fields import Fields
from course_export.source.frameworks import frameworks_of
from course_export.source.model import (
    BLOCK_TYPES,
    Cohort,
    Course,
    Fact,
    Grading,
    Group,
    Media,
    MediaUse,
    Module,
    Source,
    Unit,
)
from course_export.source.yamltext import Document, YamlProblem, front_matter, parse
from xblocks.common.frontmatter import not_opened

#: A text larger than this is no lesson; reading it would only cost memory.
MAX_TEXT_BYTES = 4_000_000

_MODULE_KEYS = {"id", "title", "minutes", "summary", "competencies", "units", "facts"}
_COHORT_KEYS = {"id", "title", "course", "modules", "grading", "competency_frameworks", "groups"}
_COURSE_KEYS = {"org", "number", "run", "title", "start", "end", "language", "image", "about"}
_FACT_KEYS = {"id", "text", "source", "checked_on", "valid_from"}
_LESSON_KEYS = {"kind", "id", "title", "minutes"}


class Reader:
    """Reads files below one root and keeps the findings."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[FileFinding] = []

    def name(self, path: Path) -> str:
        """``path`` as people write it: relative to the root, with ``/``."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def error(self, code: str, file: str, vi: str, en: str, *, where: str = "", line: int | None = None) -> None:
        """Note an error in ``file``."""
        self.findings.append(FileFinding("error", code, where, vi, en, line, file))

    def inside(self, path: Path) -> bool:
        """Whether ``path``, links followed, lies below the root."""
        return path.resolve().is_relative_to(self.root.resolve())

    def text(self, path: Path) -> str | None:
        """The UTF-8 text of ``path`` with ``\\n`` line ends, or None with a finding that says why not."""
        file = self.name(path)
        if not self.inside(path):
            self.error(
                "outside-content",
                file,
                "Tệp này nằm ngoài thư mục nội dung; hãy chép nó vào thư mục của bài.",
                "This file lies outside the content folder; copy it into the module's folder.",
            )
            return None
        try:
            data = path.read_bytes() if path.stat().st_size <= MAX_TEXT_BYTES else None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.error(
                "unreadable",
                file,
                f"Không đọc được tệp này ({reason}); hãy xem tên tệp và quyền đọc.",
                f"This file cannot be read ({reason}); check its name and permissions.",
            )
            return None
        if data is None:
            self.error(
                "too-large",
                file,
                f"Tệp chữ này lớn hơn {MAX_TEXT_BYTES // 1_000_000} MB; hãy chia nhỏ.",
                f"This text file is larger than {MAX_TEXT_BYTES // 1_000_000} MB; split it.",
            )
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.error(
                "unreadable",
                file,
                "Tệp này không được lưu bằng UTF-8; hãy mở bằng trình soạn thảo và lưu lại với mã UTF-8.",
                "This file is not saved as UTF-8; open it in an editor and save it as UTF-8.",
                line=line,
            )
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def yaml(self, path: Path) -> Document | None:
        """The YAML document of ``path``, or None with a finding."""
        text = self.text(path)
        return None if text is None else self.yaml_text(text, self.name(path))

    def yaml_text(self, text: str, file: str, first_line: int = 1) -> Document | None:
        """``text`` of ``file`` parsed, or None with a finding."""
        try:
            return parse(text, first_line=first_line)
        except YamlProblem as problem:
            self.error(problem.code, file, problem.vi, problem.en, line=problem.line)
            return None

    def media(self, folder: Path) -> tuple[Media, ...]:
        """The files of a ``media/`` folder, by name; hidden files are passed over."""
        found = []
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            if path.is_file() and self.inside(path):
                found.append(Media(path.name, path, self.name(path), path.stat().st_size))
            else:
                self.error(
                    "media-not-a-file",
                    self.name(path),
                    "Thư mục media chỉ được chứa tệp thường, không chứa thư mục con hay liên kết ra ngoài.",
                    "A media folder may hold plain files only, no sub-folders and no links to the outside.",
                )
        return tuple(found)


def load(root: Path | str) -> Source:
    """Read the content folder ``root``.

    What is wrong inside is in ``Source.findings``. Raises :class:`UserError` (exit code 2) only if ``root`` itself is
    no
    readable content folder.
    """
    root = Path(root)
    if not (root / "modules").is_dir() and not (root / "cohorts").is_dir():
        raise UserError(
            f"“{root}” không phải là thư mục nội dung: trong đó phải có thư mục modules hoặc cohorts.",
            f"“{root}” is no content folder: it must hold a folder modules or cohorts.",
            exit_code=2,
        )
    reader = Reader(root)
    frameworks = frameworks_of(root / "frameworks", reader.findings, root)
    modules: dict[str, Module] = {}
    for path in _listed(root / "modules"):
        if path.is_dir() and not path.name.startswith("."):
            module = _module(reader, path)
            if module is not None:
                _keep(reader, modules, module.id, module, module.file)
    cohorts: dict[str, Cohort] = {}
    for path in _listed(root / "cohorts"):
        if path.suffix in (".yaml", ".yml") and not path.name.startswith("."):
            cohort = _cohort(reader, path)
            if cohort is not None:
                _keep(reader, cohorts, cohort.id, cohort, cohort.file)
    return Source(root, modules, cohorts, frameworks, tuple(reader.findings))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError(
            f"Không đọc được thư mục “{folder}” ({error.strerror}).",
            f"The folder “{folder}” cannot be read ({error.strerror}).",
            exit_code=2,
        ) from error


def _keep(reader: Reader, kept: dict[str, Any], key: str, value: Any, file: str) -> None:
    if key in kept:
        reader.error(
            "duplicate-id",
            file,
            f"Mã “{key}” đã được dùng trong {kept[key].file}; hãy chọn mã khác.",
            f"The id “{key}” is already used in {kept[key].file}; choose another.",
            where="id",
        )
    else:
        kept[key] = value


def _module(reader: Reader, folder: Path) -> Module | None:
    path = folder / "module.yaml"
    file = reader.name(path)
    document = reader.yaml(path)
    if document is None:
        return None
    fields = Fields(document, file, reader.findings)
    fields.only(_MODULE_KEYS)
    module_id = fields.slug("id", folder.name)
    title = fields.text("title", required=True)
    units: list[Unit] = []
    lines = {key: line for key in fields.data if (line := fields.line(key)) is not None}
    if not fields.data.get("units"):
        fields.error(
            "no-units",
            ("units",),
            "Bài này chưa có phần nào; hãy thêm mục units.",
            "This module has no units; add units.",
        )
    for entry in fields.mappings("units"):
        unit = _unit(reader, folder, entry, title or folder.name)
        if unit is None:
            continue
        if any(other.kind == unit.kind and other.id == unit.id for other in units):
            entry.error(
                "duplicate-id",
                (),
                f"Bài này đã có một phần cùng loại với mã “{unit.id}”; hãy đổi mã trong {unit.file}.",
                f"This module already has a unit of that kind with the id “{unit.id}”; change the id in {unit.file}.",
            )
        else:
            units.append(unit)
    return Module(
        id=module_id or folder.name,
        title=title,
        minutes=int(fields.number("minutes", low=1, high=240, default=15, required=True)),
        summary=fields.text("summary"),
        competencies=fields.texts("competencies"),
        units=tuple(units),
        facts=tuple(_fact(entry) for entry in fields.mappings("facts")),
        media=reader.media(folder / "media"),
        file=file,
        lines=lines,
    )


def _fact(fields: Fields) -> Fact:
    fields.only(_FACT_KEYS)
    return Fact(
        id=fields.slug("id"),
        text=fields.text("text", required=True),
        source=fields.text("source"),
        checked_on=fields.text("checked_on"),
        valid_from=fields.text("valid_from"),
        file=fields.file,
        line=fields.line(),
    )


#: What a unit without a title is called, before the title of its module.
FALLBACK_TITLES = {"lesson": "Bài đọc", "quiz": "Thử sức", "scenario": "Tập xử lý"}


def _unit(reader: Reader, folder: Path, entry: Fields, module_title: str) -> Unit | None:
    kinds = [kind for kind in BLOCK_TYPES if kind in entry.data]
    entry.only({*BLOCK_TYPES, "title"})
    if len(kinds) != 1:
        entry.error(
            "bad-unit",
            (),
            "Mỗi phần phải có đúng một trong ba mục: lesson, quiz hoặc scenario, kèm tên tệp.",
            "Each unit must have exactly one of lesson, quiz or scenario, with the name of its file.",
        )
        return None
    kind: Any = kinds[0]
    name = entry.text(kind, required=True)
    path = folder / name
    if not name or Path(name).is_absolute() or ".." in Path(name).parts:
        if name:
            entry.error(
                "outside-content",
                (kind,),
                f"“{name}” phải là tên một tệp trong thư mục của bài.",
                f"“{name}” must be the name of a file inside the module's folder.",
            )
        return None
    text = reader.text(path)
    if text is None:
        return None
    file = reader.name(path)
    read = _lesson_unit if kind == "lesson" else _block_unit
    unit = read(reader, kind, text, file, entry)
    if unit is None or unit.title:
        return unit
    title = f"{FALLBACK_TITLES[kind]}: {module_title}"
    reader.findings.append(
        FileFinding(
            "warning",
            "unit-without-title",
            "title",
            f"Phần này chưa có tên nên sẽ hiện là “{title}”; hãy thêm dòng “title: …” giữa hai dòng --- ở đầu tệp.",
            f"This unit has no title and will be shown as “{title}”; add a line “title: …” between the lines --- at "
            "the top.",
            1,
            file,
        )
    )
    return replace(unit, title=title)


def _lesson_unit(reader: Reader, kind: Any, text: str, file: str, entry: Fields) -> Unit | None:
    unopened = not_opened(text)
    if unopened is not None:
        reader.findings.append(formats.in_file(unopened, file))
    matter, body, _ = front_matter(text)
    stem = Path(file).stem
    title, unit_id, minutes = "", stem, 0
    if matter is not None:
        document = reader.yaml_text(matter, file, 2)
        if document is None:
            return None
        fields = Fields(document if document.data is not None else Document({}, {(): 2}), file, reader.findings)
        fields.only(_LESSON_KEYS)
        title, unit_id = fields.text("title"), fields.slug("id", stem)
        minutes = int(fields.number("minutes", low=1, high=240, default=0))
    lines = body.lstrip("\n").split("\n", 1)
    if lines[0].startswith("# "):
        title = title or lines[0][2:].strip()
        body = lines[1] if len(lines) > 1 else ""
    content = replace(lesson.render(body), minutes=minutes)
    uses = tuple(lesson.media_uses(content.html, file=file, text=text))
    return Unit(kind, unit_id or stem, entry.text("title") or title, file, content, {}, uses, _headings(text))


def _block_unit(reader: Reader, kind: Any, text: str, file: str, entry: Fields) -> Unit:
    result = formats.read(kind, text)
    lines = {**_headings(text), **getattr(result, "lines", {})}
    for finding in result.findings:
        placed = formats.in_file(finding, file)
        reader.findings.append(spoken.in_words(placed, lines, text.split("\n")) if kind == "scenario" else placed)
    settings = dict(result.settings)
    stem = Path(file).stem
    unit_id = str(settings.pop("id", None) or stem)
    settings.pop("kind", None)
    title = str(settings.pop("display_name", None) or settings.pop("title", None) or "")
    settings.pop("title", None)
    uses: tuple[MediaUse, ...] = ()
    if result.model is not None:
        uses = tuple(lesson.model_media_uses(formats.as_data(result.model), file=file, text=text))
    return Unit(
        kind, unit_id, entry.text("title") or title, file, result.model, settings, uses, lines, tuple(text.split("\n"))
    )


def _headings(text: str) -> dict[str, int]:
    """Where each ``## id`` heading and each fact of a quiz's or scenario's Markdown stands."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(("minutes:", "facts:")):
            lines.setdefault(line.partition(":")[0], number)
        if heading := re.match(r"##\s+([a-z0-9][a-z0-9-]*)", line):
            lines.setdefault(heading.group(1), number)
        elif fact := re.match(r"\s*-\s*\{?\s*id:\s*[\"']?([a-z0-9][a-z0-9-]*)", line):
            lines.setdefault(f"facts.{fact.group(1)}", number)
    return lines


def _cohort(reader: Reader, path: Path) -> Cohort | None:
    file = reader.name(path)
    document = reader.yaml(path)
    if document is None:
        return None
    fields = Fields(document, file, reader.findings)
    fields.only(_COHORT_KEYS)
    course, grading = fields.mapping("course"), fields.mapping("grading")
    course.only(_COURSE_KEYS)
    grading.only({"quiz", "scenario", "pass"})
    cohort_id = fields.slug("id", path.stem)
    groups = []
    for entry in fields.mappings("groups"):
        entry.only({"id", "title", "modules"})
        number = entry.number("id", low=1, high=2**31 - 1, default=0, required=True)
        groups.append(Group(int(number), entry.text("title", required=True), entry.texts("modules")))
    lines = {}
    for key in ("modules", "grading", "competency_frameworks", "groups"):
        lines[key] = fields.line(key) or 1
        value = fields.data.get(key)
        for i in range(len(value) if isinstance(value, list) else 0):
            lines[f"{key}.{i}"] = fields.line(key, i) or 1
    for key in _COURSE_KEYS:
        lines[f"course.{key}"] = course.line(key) or 1
    image = course.text("image")
    about = course.text("about")
    return Cohort(
        id=cohort_id or path.stem,
        title=fields.text("title", required=True),
        course=Course(
            org=course.text("org", required=True),
            number=course.text("number", required=True),
            run=course.text("run", required=True),
            title=course.text("title", required=True),
            start=course.text("start", required=True),
            end=course.text("end"),
            language=course.text("language") or "vi",
            image=image.removeprefix("/static/").removeprefix("media/"),
            about=lesson.render(about).html if about else "",
        ),
        modules=fields.texts("modules", required=True),
        grading=Grading(
            quiz=grading.number("quiz", low=0, high=1, default=0),
            scenario=grading.number("scenario", low=0, high=1, default=0),
            passing=grading.number("pass", low=0, high=1, default=0.6, required=True),
        ),
        frameworks=fields.texts("competency_frameworks"),
        groups=tuple(groups),
        media=reader.media(path.parent / "media"),
        file=file,
        lines=lines,
    )
