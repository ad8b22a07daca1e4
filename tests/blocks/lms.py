"""A runtime for tests that keeps the LMS's contract where it bites.

State is a row of ``StudentModule`` read once when the block is loaded (so concurrent requests see stale state),
written by ``save``; publishing a grade writes the row's columns and calls ``set_score``; handlers are not atomic and
the runtime
saves after them; masquerading and Studio keep the state elsewhere and suppress grades. It draws nothing of ours.
"""

from __future__ import annotations

import gettext
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from opaque_keys.edx.keys import CourseKey, UsageKey
from web_fragments.fragment import Fragment
from webob import Request
from xblock.core import XBlock, XBlockMixin
from xblock.field_data import SplitFieldData
from xblock.fields import Boolean, Dict, Integer, JSONField, Scope, ScopeIds, String
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import IdGenerator, IdReader, KeyValueStore, KvsFieldData, Runtime

import xblocks
from tests.platform_standin.models import StudentModule

COURSE = CourseKey.from_string("course-v1:HocVuSo+ATS+2026")


class DateField(JSONField):
    """As ``xmodule.fields.Date``: ISO text in JSON; its text form is read as YAML, as every JSON field's."""

    def from_json(self, value: Any) -> Any:
        return datetime.fromisoformat(value) if isinstance(value, str) else value

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    enforce_type = from_json


class DeltaField(JSONField):
    """As ``xmodule.fields.Timedelta``, without its text form."""


class PlatformMixin(XBlockMixin):
    """Of the platform's inheritance and authoring mixins: what our blocks read or must not lose."""

    start = DateField(default=None, scope=Scope.settings)
    due = DateField(default=None, scope=Scope.settings)
    graceperiod = DeltaField(default=None, scope=Scope.settings)
    max_attempts = Integer(default=None, scope=Scope.settings)
    show_correctness = String(default="always", scope=Scope.settings)
    group_access = Dict(default={}, scope=Scope.settings)
    visible_to_staff_only = Boolean(default=False, scope=Scope.settings)
    upstream = String(default=None, scope=Scope.settings)
    upstream_version = Integer(default=None, scope=Scope.settings)


class AuthoredStore(KeyValueStore):
    """Content and settings of all blocks; shared by all runtimes of a test, as the module store is."""

    def __init__(self) -> None:
        self.data: dict[tuple[Any, str], Any] = {}

    def get(self, key: Any) -> Any:
        return json.loads(self.data[key.block_scope_id, key.field_name])

    def set(self, key: Any, value: Any) -> None:
        self.data[key.block_scope_id, key.field_name] = json.dumps(value, default=str)

    def set_many(self, update_dict: Any) -> None:
        for key, value in update_dict.items():
            self.set(key, value)

    def delete(self, key: Any) -> None:
        del self.data[key.block_scope_id, key.field_name]

    def has(self, key: Any) -> bool:
        return (key.block_scope_id, key.field_name) in self.data


class StateStore(KeyValueStore):
    """One learner's state, prefetched per request like ``FieldDataCache``."""

    def __init__(self, user_id: int | None, session: dict[str, Any] | None) -> None:
        self.user_id = user_id
        self.session = session
        self.cache: dict[Any, dict[str, Any]] = {}
        self.writes = 0

    def _state(self, usage: Any) -> dict[str, Any]:
        if usage not in self.cache:
            if self.session is not None:
                self.cache[usage] = dict(self.session.get(str(usage), {}))
            elif self.user_id is None:
                self.cache[usage] = {}
            else:
                row = StudentModule.objects.filter(
                    student_id=self.user_id, module_state_key=usage, course_id=usage.context_key
                ).first()
                self.cache[usage] = json.loads(row.state) if row is not None and row.state else {}
        return self.cache[usage]

    def get(self, key: Any) -> Any:
        return self._state(key.block_scope_id)[key.field_name]

    def has(self, key: Any) -> bool:
        return key.field_name in self._state(key.block_scope_id)

    def set(self, key: Any, value: Any) -> None:
        self.set_many({key: value})

    def delete(self, key: Any) -> None:
        self._state(key.block_scope_id).pop(key.field_name, None)

    def set_many(self, update_dict: Any) -> None:
        usages = {}
        for key, value in update_dict.items():
            self._state(key.block_scope_id)[key.field_name] = value
            usages[key.block_scope_id] = True
        self.writes += 1
        for usage in usages:
            if self.session is not None:
                self.session[str(usage)] = dict(self.cache[usage])
            elif self.user_id is not None:
                self._store(usage, {k.field_name: v for k, v in update_dict.items() if k.block_scope_id == usage})

    def _store(self, usage: Any, changed: dict[str, Any]) -> None:
        """Lays the changed fields over what is stored by now, as ``DjangoXBlockUserStateClient.set_many`` does."""
        mine = {"student_id": self.user_id, "module_state_key": usage, "course_id": usage.context_key}
        row = StudentModule.objects.filter(**mine).first()
        if row is None:
            StudentModule.objects.create(**mine, state=json.dumps(changed))
        else:
            row.state = json.dumps({**json.loads(row.state or "{}"), **changed})
            row.save(update_fields=["state", "modified"])


class Ids(IdReader, IdGenerator):
    """Usage ids are their own definitions."""

    def get_usage_id_from_aside(self, aside_id: Any) -> Any:
        raise NotImplementedError

    get_definition_id_from_aside = get_aside_type_from_usage = get_aside_type_from_definition = get_usage_id_from_aside

    def get_definition_id(self, usage_id: Any) -> Any:
        return usage_id

    def get_block_type(self, def_id: Any) -> str:
        return def_id.block_type

    def create_aside(self, *args: Any) -> Any:
        raise NotImplementedError

    def create_usage(self, def_id: Any) -> Any:
        return def_id

    def create_definition(self, block_type: str, slug: str | None = None) -> Any:
        return COURSE.make_usage_key(block_type, slug or "new")


class I18n:
    """As ``XBlockI18nService``: the catalogue ``text`` in the package of the block's first module component."""

    def gettext(self, text: str) -> str:
        folder = Path(xblocks.__file__).parent / "translations"
        lang = (translation.get_language() or "en").split("-")[0]
        return gettext.translation("text", folder, languages=[lang, "km_KH"], fallback=True).gettext(text)

    ugettext = gettext


class ReplaceUrls:
    """Course assets get their absolute address."""

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        return text.replace('"/static/', '"/asset-v1:HocVuSo+ATS+2026+type@asset+block@')


class Users(UserService):
    """``DjangoXBlockUserService`` as far as we read it."""

    def __init__(self, user: XBlockUser, django_user: Any) -> None:
        super().__init__()
        self._user = user
        self._django_user = django_user

    def get_current_user(self) -> XBlockUser:
        return self._user


class LmsRuntime(Runtime):
    """For one request of one person. ``author``: Studio's preview; ``masquerade``: staff as that very learner."""

    def __init__(
        self,
        authored: AuthoredStore,
        user: Any = None,
        *,
        author: bool = False,
        masquerade: bool = False,
        staff: bool = False,
        session: dict[str, Any] | None = None,
        permissions: Any = None,
    ) -> None:
        user_id = None if user is None else user.pk
        aside = session if session is not None else ({} if author or masquerade else None)
        self.state_store = StateStore(user_id, aside)
        authored_data = KvsFieldData(authored)
        state_data = KvsFieldData(self.state_store)
        xuser = XBlockUser(is_current_user=True)
        xuser.opt_attrs = {
            "edx-platform.user_id": user_id,
            "edx-platform.is_authenticated": user is not None,
            "edx-platform.anonymous_user_id": None if user is None else f"anonymous-{user.pk}",
            "edx-platform.user_is_staff": staff,
            "edx-platform.user_role": "staff" if staff else "student",
        }
        if masquerade:
            user.real_user = object()
        services = {
            "field-data": SplitFieldData(
                {
                    Scope.content: authored_data,
                    Scope.settings: authored_data,
                    Scope.parent: authored_data,
                    Scope.children: authored_data,
                    Scope.user_state: state_data,
                }
            ),
            "i18n": I18n(),
            "user": Users(xuser, user),
            "replace_urls": ReplaceUrls(),
        }
        if permissions is not None:
            services["studio_user_permissions"] = permissions
        ids = Ids()
        super().__init__(
            id_reader=ids, id_generator=ids, services=services, mixins=(PlatformMixin,), default_class=None
        )
        self.user_id = user_id
        self.user = user
        self.is_author_mode = author
        self.suppress_grades = masquerade
        self.events: list[tuple[str, dict[str, Any]]] = []

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{block.scope_ids.usage_id}/{handler_name}"

    def local_resource_url(self, block: Any, uri: str) -> str:
        return f"/xblock/resource/{block.scope_ids.block_type}/{uri}"

    def resource_url(self, resource: str) -> str:
        return f"/static/{resource}"

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        self.events.append((event_type, event_data))
        if event_type != "grade" or self.suppress_grades or self.user is None:
            return
        usage = block.scope_ids.usage_id
        earned, possible = event_data["value"], event_data["max_value"]
        row, _created = StudentModule.objects.get_or_create(
            student_id=self.user.pk, module_state_key=usage, course_id=usage.context_key
        )
        if event_data.get("only_if_higher") and row.grade is not None and row.grade / row.max_grade > earned / possible:
            return
        row.grade, row.max_grade = earned, possible
        row.save(update_fields=["grade", "max_grade"])
        from xblock.scorable import Score

        block.set_score(Score(raw_earned=earned, raw_possible=possible))

    def get_block(self, usage_id: Any, for_parent: Any = None) -> Any:
        keys = ScopeIds(self.user_id, usage_id.block_type, usage_id, usage_id)
        return self.construct_xblock(usage_id.block_type, keys)

    def handle(self, block: Any, handler_name: str, request: Any, suffix: str = "") -> Any:
        return super().handle(block, handler_name, request, suffix)


class Course:
    """A course of a test: authored store and the ways to act in it."""

    def __init__(self) -> None:
        self.authored = AuthoredStore()

    def add(self, block_type: str, name: str = "b1", **fields: Any) -> UsageKey:
        """A block with ``fields`` set; returns its key."""
        usage = COURSE.make_usage_key(block_type, name)
        block = LmsRuntime(self.authored).get_block(usage)
        for key, value in fields.items():
            setattr(block, key, value)
        block.save()
        return usage

    def block(self, usage: UsageKey, user: Any = None, **runtime: Any) -> XBlock:
        """The block for one request of ``user``."""
        return LmsRuntime(self.authored, user, **runtime).get_block(usage)

    def post(
        self, usage: UsageKey, user: Any, handler: str, data: Any = None, block: Any = None, **runtime: Any
    ) -> tuple[int, Any]:
        """POSTs JSON to a handler in a runtime of its own; returns status and JSON reply."""
        block = block or self.block(usage, user, **runtime)
        return post(block, handler, data)


def post(block: Any, handler: str, data: Any = None, **headers: Any) -> tuple[int, Any]:
    """POSTs JSON to a handler of ``block``; returns status and JSON reply."""
    request = Request.blank("/", method="POST", content_type="application/json", body=json.dumps(data or {}).encode())
    request.headers.update(headers)
    response = block.runtime.handle(block, handler, request)
    return response.status_code, json.loads(response.body)


def init_data(fragment: Fragment) -> dict[str, Any]:
    """The init data of a view as the page reads them."""
    return json.loads(fragment.json_init_args)
