"""Compile the translations: ``tools/messages.py compile`` writes every ``.mo``, ``check`` says which are not current.

Babel reads and writes the files, so that no ``msgfmt`` is needed. Entries marked fuzzy are left out, as gettext does.
``.mo`` files are committed: the platform reads them from the installed package.
"""

import io
import sys
from pathlib import Path

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po

from setup import ROOT

CATALOGUES = ("xblocks/translations/*/LC_MESSAGES/*.po", "classroom/locale/*/LC_MESSAGES/*.po",
              "course_export/locale/*/LC_MESSAGES/*.po")  # fmt: skip


def compiled(po: Path) -> bytes:
    """The bytes of the ``.mo`` for ``po``. Raises ValueError with file and line when it cannot be read."""
    try:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parents[1].name, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{po.name}: {error}") from error
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def catalogues(root: Path = ROOT) -> list[Path]:
    """Every ``.po`` under ``root`` that has to have a ``.mo`` beside it."""
    return sorted(po for pattern in CATALOGUES for po in root.glob(pattern))


def entries(mo: bytes) -> dict[tuple[object, str], str]:
    """What a ``.mo`` translates; two tools may lay out the same entries differently. Plurals are told as they stand."""
    found = (message for message in read_mo(io.BytesIO(mo)) if message.id)
    return {(message.context, str(message.id)): str(message.string) for message in found}


def stale(root: Path = ROOT) -> list[Path]:
    """The ``.mo`` files that are missing or do not say what their ``.po`` says."""
    targets = [(po, po.with_suffix(".mo")) for po in catalogues(root)]
    return [mo for po, mo in targets if not mo.is_file() or entries(mo.read_bytes()) != entries(compiled(po))]


def main() -> int:
    """``compile`` or ``check``; 1 with a line for each file that is not current."""
    if sys.argv[1:] not in (["compile"], ["check"]):
        print("tools/messages.py compile|check", file=sys.stderr)
        return 2
    try:
        for mo in stale():
            if sys.argv[1] == "check":
                print(f"{mo.relative_to(ROOT)}: run `make messages`")
                continue
            partial = mo.with_suffix(".partial")
            partial.write_bytes(compiled(mo.with_suffix(".po")))
            partial.replace(mo)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(main())
