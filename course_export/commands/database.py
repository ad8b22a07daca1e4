"""Reaching the classroom's database: Django is set up only when a command needs it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from course_export.says import UserError


def set_up() -> None:
    """Set Django up with ``DJANGO_SETTINGS_MODULE``, by default the classroom's settings.

    Raises :class:`UserError` if the classroom's packages are missing or its settings are wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    if apps.ready:
        return
    try:
        django.setup()
    except ImportError as error:
        raise UserError(
            f"Chưa cài đủ phần mềm cho lớp học (thiếu {error.name or error}); hãy chạy “make setup” rồi thử lại.",
            f"The classroom's software is not complete ({error.name or error} is missing); run “make setup” and try "
            f"again.",
        ) from error
    except (ImproperlyConfigured, OSError, ValueError) as error:
        raise UserError(
            f"Cấu hình của lớp học chưa đúng ({error}); hãy xem lại DATABASE_URL và HOCVUSO_HOME.",
            f"The classroom's settings are wrong ({error}); check DATABASE_URL and HOCVUSO_HOME.",
        ) from error


@contextmanager
def reachable() -> Iterator[None]:
    """Turn database errors into one sentence."""
    from django.db import DatabaseError, InterfaceError

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        if "no such table" in reason or "does not exist" in reason or "doesn't exist" in reason:
            raise UserError(
                "Cơ sở dữ liệu của lớp học chưa sẵn sàng; hãy chạy “make run” một lần rồi thử lại.",
                "The classroom's database is not set up yet; run “make run” once and try again.",
            ) from error
        raise UserError(
            f"Không dùng được cơ sở dữ liệu ({reason}); hãy xem lại DATABASE_URL, quyền ghi và chỗ trống.",
            f"The database cannot be used ({reason}); check DATABASE_URL, permissions and free space.",
        ) from error


def classroom_api() -> Any:
    """The ``api`` module beside the settings module: the floors let nobody import the classroom by name."""
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    package = settings.rpartition(".")[0]
    try:
        return importlib.import_module(f"{package}.api" if package else "api")
    except ModuleNotFoundError as error:
        raise UserError(
            f"Cấu hình “{settings}” không phải của lớp học, nên lệnh này không chạy được ở đây.",
            f"The settings “{settings}” are not those of a classroom; this command cannot run here.",
        ) from error
