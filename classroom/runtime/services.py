"""The services that a block may ask for, under the platform's names."""

from __future__ import annotations

import gettext as gettext_module
import hashlib
import hmac
import importlib.resources
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from opaque_keys.edx.keys import CourseKey
from xblock.reference.user_service import UserService, XBlockUser

from classroom import auth

QUOTED_STATIC = re.compile(r"""(?P<quote>\\?['"])/static/(?P<path>[^'"\\]+)(?P=quote)""")


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    """32 hex digits that name a learner in one course and cannot be traced back without the secret key."""
    text = f"{user_id}:{course_key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:32]


class ClassroomUserService(UserService):
    """Who stands before the block. While staff look as a learner, that learner, and
    ``is_masquerading_as_specific_student`` is true."""

    def __init__(
        self, user: Any, course_key: CourseKey, *, masquerading: bool = False, author_mode: bool = False
    ) -> None:
        super().__init__()
        self._django_user = user
        self._course_key = course_key
        self._author_mode = author_mode
        self.is_masquerading_as_specific_student = masquerading
        self._found: XBlockUser | None = None

    def get_current_user(self) -> XBlockUser:
        """As the platform's service: name, and ``opt_attrs`` with the platform's names."""
        if self._found is None:
            self._found = self._make()
        return self._found

    def _make(self) -> XBlockUser:
        user = self._django_user
        found = XBlockUser(is_current_user=True)
        if user is None or not user.is_authenticated:
            found.opt_attrs = {
                "edx-platform.is_authenticated": False,
                "edx-platform.user_id": None,
                "edx-platform.username": None,
                "edx-platform.user_is_staff": False,
                "edx-platform.user_role": "student",
            }
            return found
        staff = bool(user.is_staff)
        name = auth.full_name(user)
        found.full_name = name
        found.display_name = name
        found.emails = [user.email] if user.email else []
        found.opt_attrs = {
            "edx-platform.is_authenticated": True,
            "edx-platform.user_id": user.id,
            "edx-platform.username": user.get_username(),
            "edx-platform.anonymous_user_id": anonymous_id(user.id, self._course_key),
            "edx-platform.deprecated_anonymous_user_id": anonymous_id(user.id, self._course_key),
            "edx-platform.user_is_staff": staff,
            "edx-platform.user_is_global_staff": bool(user.is_superuser),
            "edx-platform.user_is_beta_tester": False,
            "edx-platform.user_role": "staff" if staff else "student",
            "edx-platform.user_preferences": {
                "pref-lang": translation.get_language(),
                "time_zone": timezone.get_current_timezone_name(),
            },
        }
        return found

    def get_anonymous_user_id(self, username: str, course_id: str) -> str | None:
        """The anonymous id of an account by name; None if there is none. For course staff only, as on the platform."""
        from django.contrib.auth import get_user_model

        if not getattr(self._django_user, "is_staff", False):
            return None
        user = get_user_model()._default_manager.filter(username=username).first()
        return anonymous_id(user.pk, CourseKey.from_string(str(course_id))) if user else None


@lru_cache(maxsize=64)
def _catalogue(package: str, locale: str) -> gettext_module.NullTranslations | None:
    """``<package>/translations/<locale>/LC_MESSAGES/text.mo``, where the platform looks too."""
    try:
        file = importlib.resources.files(package).joinpath("translations", locale, "LC_MESSAGES", "text.mo")
        with file.open("rb") as stream:
            return gettext_module.GNUTranslations(stream)
    except (OSError, ModuleNotFoundError, TypeError):
        return None


class I18nService:
    """Translations of the block's own package, else Django's; dates in the reader's way."""

    def __init__(self, block: Any) -> None:
        cls = getattr(block, "unmixed_class", type(block))
        self._package = cls.__module__.split(".")[0]

    def _translations(self) -> gettext_module.NullTranslations | None:
        return _catalogue(self._package, translation.to_locale(translation.get_language() or settings.LANGUAGE_CODE))

    def gettext(self, message: str) -> str:
        """The message in the reader's language; itself if nobody translated it."""
        found = self._translations()
        return found.gettext(message) if found else translation.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form for ``number``."""
        found = self._translations()
        return found.ngettext(singular, plural, number) if found else translation.ngettext(singular, plural, number)

    ugettext = gettext
    ungettext = ngettext

    def strftime(self, dtime: Any, format: str) -> str:
        """``SHORT_DATE``, ``LONG_DATE``, ``TIME``, ``DATE_TIME`` in the reader's way and time zone, or a pattern of
        strftime."""
        local = timezone.localtime(dtime) if timezone.is_aware(dtime) else dtime
        names = {
            "SHORT_DATE": "SHORT_DATE_FORMAT",
            "LONG_DATE": "DATE_FORMAT",
            "TIME": "TIME_FORMAT",
            "DATE_TIME": "SHORT_DATETIME_FORMAT",
        }
        if format in names:
            return formats.date_format(local, names[format])
        return str(local.strftime(format))

    def get_javascript_i18n_catalog_url(self, _block: Any) -> None:
        """Blocks ship the strings of their scripts themselves."""
        return None


class ReplaceURLService:
    """Quoted ``/static/name`` becomes the address of the course's file."""

    def __init__(self, course_key: CourseKey) -> None:
        self._course_key = course_key

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        """``text`` with addresses that a browser can open."""
        del static_replace_only

        def put(match: re.Match[str]) -> str:
            url = reverse("asset", args=[str(self._course_key), match["path"]])
            return f"{match['quote']}{url}{match['quote']}"

        return QUOTED_STATIC.sub(put, text)


class SettingsService:
    """``XBLOCK_SETTINGS`` of Django, by the block's ``block_settings_key``."""

    def get_settings_bucket(self, block: Any, default: Any = None) -> Any:
        """The block's own settings, else ``default``, else ``{}``."""
        key = getattr(block, "block_settings_key", getattr(type(block), "unmixed_class", type(block)).__name__)
        found = getattr(settings, "XBLOCK_SETTINGS", {}).get(key)
        return found if found is not None else (default or {})


class StudioPermissions:
    """Who may write, asked by studio handlers."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def can_read(self, _course_key: Any) -> bool:
        """Authors may."""
        return auth.is_author(self._user)

    def can_write(self, _course_key: Any) -> bool:
        """Authors may."""
        return auth.is_author(self._user)
