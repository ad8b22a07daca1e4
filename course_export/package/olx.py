"""An Open edX course package (OLX) of one cohort: ``<cohort>.olx.tar.gz``.

A chapter per module, a subsection per unit; quizzes and scenarios are inlined in their vertical, because the platform
does
not follow a pointer to a pure block. The whole tree is built and checked in memory before a byte is written.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from lxml import etree, html
from lxml.html.builder import E

from course_export.files import replacing
from course_export.package import names, policy, tags
from course_export.package.archive import pack
from course_export.package.verify import check_tree
from course_export.says import UserError
from course_export.source import formats
from course_export.source.lesson import media_uses
from course_export.source.lint import lint
from course_export.source.model import BLOCK_TYPES, Cohort, Media, Module, Source, Unit

#: The archive's one folder.
ROOT = "course"


def file_name(cohort: Cohort) -> str:
    """The name of the package of ``cohort``."""
    return f"{cohort.id}.olx.tar.gz"


def write(source: Source, cohort: Cohort, out_dir: Path, *, today: dt.date | None = None) -> Path:
    """Write the package of ``cohort`` into ``out_dir`` and return its path.

    Raises :class:`UserError`, with nothing written, if the content of this cohort has errors or the tree fails its own
    check.
    """
    refuse_errors(source, cohort, today or dt.datetime.now(dt.UTC).date())
    tree = build(source, cohort)
    problems = check_tree(tree, ROOT)
    if problems:
        raise UserError(
            "Gói khóa học không qua được bước tự kiểm tra nên chưa ghi: " + " ".join(p.vi for p in problems[:5]),
            "The package fails its own check and was not written: " + " ".join(p.en for p in problems[:5]),
        )
    target = out_dir / file_name(cohort)
    with replacing(target) as stream:
        pack(tree, stream)
    return target


def refuse_errors(source: Source, cohort: Cohort, today: dt.date) -> None:
    """Raise :class:`UserError` with one line per error that touches ``cohort``: its own file, its modules, the
    frameworks."""
    folders = tuple(f"{Path(m.file).parent.as_posix()}/" for m in source.cohort_modules(cohort))
    other = tuple(f"{Path(m.file).parent.as_posix()}/" for m in source.modules.values() if m.id not in cohort.modules)
    errors = [
        finding
        for finding in lint(source, today)
        if (finding.severity == "error" and (finding.file == cohort.file or finding.file.startswith(folders)))
        or (finding.severity == "error" and not finding.file.startswith((*other, "cohorts/")))
    ]
    if errors:
        lines_vi = "".join(f"\n  {finding.sentence('vi')}" for finding in errors)
        lines_en = "".join(f"\n  {finding.sentence('en')}" for finding in errors)
        raise UserError(
            f"Chưa đóng gói “{cohort.id}” vì nội dung còn {len(errors)} lỗi:{lines_vi}",
            f"“{cohort.id}” was not packaged because its content has {len(errors)} errors:{lines_en}",
            exit_code=2 if any(finding.code == "unreadable" for finding in errors) else 1,
        )


def build(source: Source, cohort: Cohort) -> dict[str, bytes]:
    """The package as ``{path inside the archive: bytes}``."""
    course, modules = cohort.course, source.cohort_modules(cohort)
    words = policy.wording(cohort)
    tree: dict[str, bytes] = {}

    def put(path: str, data: bytes) -> None:
        tree[f"{ROOT}/{path}"] = data

    top = etree.Element("course", url_name=course.run, org=course.org, course=course.number)
    put("course.xml", _xml(top))
    # Title, dates and image stand in policy.json alone: what stands in two places can differ.
    outline = etree.Element("course")
    for module in modules:
        etree.SubElement(outline, "chapter", url_name=names.chapter(module))
        put(f"chapter/{names.chapter(module)}.xml", _xml(_chapter(cohort, module)))
        for unit in module.units:
            put(f"sequential/{names.sequential(module, unit)}.xml", _xml(_sequential(module, unit, words)))
            put(f"vertical/{names.vertical(module, unit)}.xml", _vertical(module, unit))
            if unit.kind == "lesson":
                block = names.block(module, unit)
                pointer = etree.Element("html", filename=block, display_name=unit.title)
                put(f"html/{block}.xml", _xml(pointer))
                put(f"html/{block}.html", (unit.content.html + "\n").encode("utf-8"))
    put(f"course/{course.run}.xml", _xml(outline))

    media = package_media(source, cohort)
    for name, item in media.items():
        put(f"static/{name}", item.path.read_bytes())
    put("assets/assets.xml", _xml(etree.Element("assets")))
    put("policies/assets.json", policy.to_json({name: _asset(name) for name in media}))
    put(f"policies/{course.run}/policy.json", policy.to_json(policy.policy(cohort)))
    put(f"policies/{course.run}/grading_policy.json", policy.to_json(policy.grading_policy(source, cohort)))
    put("about/overview.html", (_overview(cohort, modules) + "\n").encode("utf-8"))
    put("about/short_description.html", (_short_description(cohort) + "\n").encode("utf-8"))
    put("info/updates.html", b"<ol></ol>\n")
    put("info/updates.items.json", b"[]\n")
    put("tags.csv", tags.table(source, cohort))
    put("hocvuso.json", policy.to_json(policy.manifest(source, cohort)))
    return tree


def _xml(element: Any) -> bytes:
    etree.indent(element, "  ")
    data: bytes = etree.tostring(element, encoding="utf-8", xml_declaration=False)
    return data + b"\n"


def _chapter(cohort: Cohort, module: Module) -> Any:
    chapter = etree.Element("chapter", display_name=module.title)
    access = policy.group_access(cohort, module)
    if access is not None:
        chapter.set("group_access", access)
    for unit in module.units:
        etree.SubElement(chapter, "sequential", url_name=names.sequential(module, unit))
    return chapter


def _sequential(module: Module, unit: Unit, words: dict[str, str]) -> Any:
    sequential = etree.Element("sequential", display_name=unit.title)
    if unit.graded:
        sequential.set("format", words[unit.kind])
        sequential.set("graded", "true")
    etree.SubElement(sequential, "vertical", url_name=names.vertical(module, unit))
    return sequential


def _vertical(module: Module, unit: Unit) -> bytes:
    """The page with its block; what was written is read back and compared, as the bytes stand."""
    vertical = etree.Element("vertical", display_name=unit.title)
    node = etree.SubElement(vertical, BLOCK_TYPES[unit.kind], url_name=names.block(module, unit))
    if unit.kind == "lesson":
        return _xml(vertical)
    node.set("display_name", unit.title)
    for name, setting in sorted(unit.settings.items()):
        node.set(name, setting if isinstance(setting, str) else json.dumps(setting, ensure_ascii=False))
    writer = formats.olx(unit.kind)
    try:
        writer.write(node, unit.content)
        data = _xml(vertical)
        back = writer.read(etree.fromstring(data)[0])
    except ValueError as error:
        raise UserError(
            f"Không viết được “{unit.file}” thành gói khóa học: {error}.",
            f"“{unit.file}” cannot be written into a package: {error}.",
        ) from error
    if back != unit.content:
        raise UserError(
            f"Viết “{unit.file}” thành gói rồi đọc lại thì nội dung bị khác; hãy báo cho nhóm phát triển.",
            f"“{unit.file}” reads back differently from its package; please report this to the developers.",
        )
    return data


def package_media(source: Source, cohort: Cohort) -> dict[str, Media]:
    """The files under ``static/``: all media of the modules, and of the cohorts' those that this one uses."""
    used = {use.name for use in media_uses(cohort.course.about, file=cohort.file, text="")} | {cohort.course.image}
    media = {item.name: item for item in cohort.media if item.name in used}
    for module in source.cohort_modules(cohort):
        for item in module.media:
            media.setdefault(item.name, item)
    return dict(sorted(media.items()))


_CONTENT_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".vtt": "text/vtt",
}


def _asset(name: str) -> dict[str, Any]:
    kind = _CONTENT_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    return {"displayname": name, "contentType": kind, "locked": False}


def _overview(cohort: Cohort, modules: list[Module]) -> str:
    """The page "about": the author's words, then the modules with their minutes."""
    vi = cohort.course.language.startswith("vi")
    heading, minutes = ("Nội dung khóa học", "phút") if vi else ("What you will learn", "minutes")
    section = E.section()
    section.append(E.h2(heading))
    items = E.ul()
    for module in modules:
        item = E.li(E.strong(module.title), f" ({module.minutes} {minutes})")
        if module.summary:
            item.append(E.p(module.summary))
        items.append(item)
    section.append(items)
    listing: str = html.tostring(section, encoding="unicode")
    return f'<section class="about">{cohort.course.about}</section>\n{listing}'


def _short_description(cohort: Cohort) -> str:
    """One plain line, at most 150 characters."""
    text = html.fragment_fromstring(cohort.course.about or "<p/>", create_parent="div").text_content()
    words = " ".join(text.split()) or cohort.title
    short = words if len(words) <= 150 else words[:149].rsplit(" ", 1)[0] + "…"
    escaped: str = html.tostring(E.span(short), encoding="unicode")
    return escaped.removeprefix("<span>").removesuffix("</span>")
