"""H5P Branching Scenario (``.h5p``): a package with ``h5p.json`` and ``content/content.json``.

Their structure is that of H5P's own ``semantics.json`` of H5P.BranchingScenario 1.8 to 1.10 and H5P.BranchingQuestion
1.0. Steps are linked by their positions in a list; reading gives them ids of their own. H5P knows no meters, flags,
conditions, signs or channels: writing reports them (docs/authors/exchange.md).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from xblocks.common.findings import Finding, ModelError

from ..story import Story
from .archive import read_members
from .h5p_read import Reading
from .h5p_write import content_of, package_of
from .markdown import ReadResult

PACKAGE: Final = "h5p.json"
CONTENT: Final = "content/content.json"
MAX_PICTURES: Final = 200
MAX_MEDIA: Final = 32 * 1024 * 1024
_STAMP: Final = (1980, 1, 1, 0, 0, 0)


def read(data: bytes) -> ReadResult:
    """The story in the package ``data``. Raises nothing; what was left behind is a finding ``not-carried``."""
    try:
        files, names = read_members(data, (PACKAGE, CONTENT), where=".h5p")
        package, content = (_decoded(files, name) for name in (PACKAGE, CONTENT))
        library = package.get("mainLibrary")
        if library != "H5P.BranchingScenario":
            raise _refused(
                "h5p-other-type",
                PACKAGE,
                f"Tệp H5P này thuộc loại “{str(library)[:60]}”; ở đây chỉ đọc được Branching Scenario.",
                f"This H5P file is of the type “{str(library)[:60]}”; only Branching Scenarios can be read here.",
            )
        scenario = content.get("branchingScenario")
        if not isinstance(scenario, dict):
            raise _refused(
                "h5p-no-scenario",
                CONTENT,
                "Tệp H5P này không có phần “branchingScenario”; hãy xuất lại từ H5P.",
                "This H5P file has no part “branchingScenario”; export it from H5P again.",
            )
        reading = Reading(scenario, set(names))
        model = Story.from_json(reading.story())
        found, _ = read_members(data, list(reading.pictures.values())[:MAX_PICTURES], where=".h5p", total=MAX_MEDIA)
    except ModelError as error:
        return ReadResult(None, {}, error.findings)
    except RecursionError:
        return ReadResult(None, {}, _unreadable(CONTENT).findings)
    title = package.get("title")
    settings = {"title": title} if isinstance(title, str) and title else {}
    media = {name: found[inside] for name, inside in reading.pictures.items() if inside in found}
    return ReadResult(model, settings, tuple(reading.findings), media=media)


def _decoded(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        data = json.loads(files[name].decode("utf-8-sig"))
    except (KeyError, ValueError, RecursionError):
        raise _unreadable(name) from None
    if not isinstance(data, dict):
        raise _unreadable(name)
    return data


def _unreadable(name: str) -> ModelError:
    return _refused(
        "h5p-unreadable",
        name,
        f"Tệp H5P thiếu “{name}” hoặc phần đó viết sai; hãy xuất lại từ H5P.",
        f"The H5P file lacks “{name}”, or it is malformed; export it from H5P again.",
    )


def _refused(code: str, where: str, vi: str, en: str) -> ModelError:
    return ModelError([Finding("error", code, where, vi, en)])


def write(model: Story, settings: Mapping[str, Any] | None = None, *, lang: str = "vi") -> tuple[bytes, list[Finding]]:
    """``model`` as a package, and what it could not carry. The same story gives the same bytes. It holds no libraries:
    H5P takes those that the platform has."""
    content, losses = content_of(model, lang)
    package = package_of(str((settings or {}).get("title") or "") or "Tình huống", lang)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((PACKAGE, package), (CONTENT, content)):
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return out.getvalue(), losses
