"""Competency frameworks from ``content/frameworks``, file by file, so that each finding names its file."""

from __future__ import annotations

import os
from pathlib import Path

from course_export.says import FileFinding
from xblocks.common.findings import ModelError
from xblocks.competency.frameworks import Framework, Frameworks


def frameworks_of(folder: Path, findings: list[FileFinding], root: Path) -> Frameworks:
    """All frameworks in ``folder``. A file that is none gives findings and is left out."""
    found: dict[str, Framework] = {}
    for path in sorted(folder.glob("*.json")):
        file = Path(os.path.relpath(path, root)).as_posix()
        try:
            framework = Framework.from_json(path.read_bytes())
        except ModelError as error:
            findings += [FileFinding(f.severity, f.code, f.where, f.vi, f.en, f.line, file) for f in error.findings]
        except OSError as error:
            reason = error.strerror or type(error).__name__
            findings.append(
                FileFinding(
                    "error",
                    "unreadable",
                    "",
                    f"Không đọc được tệp khung năng lực này ({reason}).",
                    f"This framework file cannot be read ({reason}).",
                    None,
                    file,
                )
            )
        else:
            if framework.id in found:
                findings.append(
                    FileFinding(
                        "error",
                        "duplicate-id",
                        "id",
                        f"Khung năng lực “{framework.id}” đã có ở tệp khác; hãy bỏ bớt một.",
                        f"The framework “{framework.id}” is in another file already; remove one.",
                        None,
                        file,
                    )
                )
            found.setdefault(framework.id, framework)
    return Frameworks.of(found.values())
