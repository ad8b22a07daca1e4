"""Commands that need the classroom's database: ``import``, ``demo``, ``export``; and those that are still to come."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course_export.commands import demo, export
from course_export.commands.context import Context
from course_export.commands.database import classroom_api, reachable, set_up
from course_export.says import UserError

#: Commands of the contract that later issues build; refused by name and not listed in the help.
LATER = ("report", "verify")


def add_commands(commands: Any, lang: str) -> None:
    """Add the commands to the parser."""
    vi = lang == "vi"
    imports = commands.add_parser(
        "import", help="Đưa một gói khóa học vào lớp học" if vi else "Import a package into the classroom"
    )
    imports.add_argument("file", metavar="FILE", help="gói OLX (.tar.gz)" if vi else "an OLX package (.tar.gz)")
    imports.add_argument(
        "--replace",
        action="store_true",
        help="thay cả những phần đã sửa trong lớp học (bản cũ được giữ lại)"
        if vi
        else "also replace what was edited in the classroom (the old course is kept)",
    )
    imports.set_defaults(run=run_import)
    demo.add_command(commands, lang)
    export.add_command(commands, lang)


def run_import(options: argparse.Namespace, context: Context) -> int:
    """Import an OLX package; prints the course key."""
    path = Path(options.file)
    if not path.is_file():
        raise UserError(
            f"Không có tệp “{path}”; hãy xem lại đường dẫn.", f"There is no file “{path}”; check the path.", exit_code=2
        )
    set_up()
    api = classroom_api()
    begun = time.time() - 1
    with reachable():
        try:
            key = api.import_olx(path, replace=options.replace)
        except UserError as error:
            titles = getattr(error, "titles", None)
            if titles is None:
                raise
            listed = "".join(f"\n  - {title}" for title in titles)
            raise UserError(
                f"Chưa nhập gói, chưa có gì thay đổi: các phần sau đã được sửa trong lớp học và sẽ mất phần sửa đó; "
                f"thêm --replace nếu vẫn muốn thay (bản cũ được giữ lại).{listed}",
                f"The package was not imported and nothing was changed: these parts were edited in the classroom and "
                f"would lose that; add --replace to replace them all the same (the old course is kept).{listed}",
            ) from error
        kept = [copy for copy in api.backups_of(key) if copy.stat().st_mtime >= begun] if options.replace else []
    for copy in kept:
        context.note(f"Bản trước khi thay: {copy}", f"The course as it was before: {copy}")
    context.say(f"Đã đưa khóa học {key} vào lớp học.", f"The course {key} is in the classroom.")
    return 0


def refuse_later(arguments: Sequence[str]) -> None:
    """Say honestly that a command of the contract is not built yet."""
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    if command in LATER:
        raise UserError(
            f"Lệnh “{command}” chưa có trong phiên bản này.",
            f"The command “{command}” is not built yet in this version.",
        )
