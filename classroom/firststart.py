"""What happens before serving: tables, frameworks, and, once, the demo course and accounts."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from classroom import demo
from classroom.home import CHECKOUT, home
from classroom.models import Course
from classroom.olx.importer import import_course

log = logging.getLogger("classroom")
COHORT = "nguoi-dan"
Say = Callable[[str], None]


def content_folder() -> Path:
    """The checkout's ``content/``."""
    return CHECKOUT / "content"


def migrate(say: Say) -> None:
    """Bring the tables up to date; silent when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Đang chuẩn bị cơ sở dữ liệu … (preparing the database)")
        with connection.cursor() as cursor:
            # An interrupted preparation is simply repeated; waiting for the disk after every step would take half a
            # minute.
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous=OFF")
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()


def load_frameworks() -> None:
    """Competency frameworks of ``content/frameworks`` into the tables, when their files changed since the last time."""
    folder = content_folder() / "frameworks"
    if not apps.is_installed("xblocks.competency") or not folder.is_dir():
        return
    from xblocks.competency import api

    stamp = ";".join(f"{file.name}:{file.stat().st_mtime_ns}" for file in sorted(folder.glob("*.json")))
    mark = home() / "frameworks-loaded"
    if not mark.is_file() or mark.read_text("utf-8") != stamp:
        api.load_frameworks(folder)
        mark.write_text(stamp, "utf-8")


def import_demo_course(say: Say) -> None:
    """Package and import the cohort ``nguoi-dan`` through ``course_export``, if the classroom has no course yet."""
    if Course.objects.exists():
        return
    if not (content_folder() / "cohorts").is_dir():
        say("Không có thư mục content/ nên không có khóa học mẫu. (There is no content/ here, so no demo course.)")
        return
    from course_export.package import olx
    from course_export.source import load

    say("Đang đóng gói và nhập khóa học mẫu … (packaging and importing the demo course)")
    source = load(content_folder())
    with TemporaryDirectory(dir=home()) as folder:
        package = olx.write(source, source.cohorts[COHORT], Path(folder))
        course = import_course(package)
    say(f"Đã có khóa học “{course.title}”.")


def prepare(say: Say, *, with_demo: bool = True) -> list[demo.DemoAccount]:
    """Everything that must be there before the first request. Safe to repeat; returns demo accounts that were made
    just now."""
    migrate(say)
    call_command("clearsessions")
    load_frameworks()
    made: list[demo.DemoAccount] = []
    mark = home() / "demo-made"
    if with_demo and not mark.exists():
        import_demo_course(say)
        made = demo.create_demo_accounts()
        demo.enrol_demo_learner()
        mark.touch(mode=0o600)
    database = Path(str(settings.DATABASES["default"].get("NAME", "")))
    if database.is_absolute() and database.is_file():
        os.chmod(database, 0o600)
    return made


def announce(made: list[demo.DemoAccount], say: Say) -> None:
    """Show new passwords, this once."""
    if not made:
        return
    roles = {"learner": "học viên / learner", "author": "người soạn bài / author", "staff": "quản lý / staff"}
    width = max(len(account.username) for account in made)
    say("")
    say("Tài khoản dùng thử; mật khẩu chỉ hiện một lần này (demo accounts; passwords are shown only now):")
    for account in made:
        say(f"  {account.username.ljust(width)}  {account.password}   {roles[account.role]}")
    say("")
