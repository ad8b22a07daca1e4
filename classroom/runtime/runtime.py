"""XBlock's Runtime with opaque keys, the classroom's tables and the platform's ways of wrapping, publishing and
serving."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from opaque_keys.edx.keys import UsageKey
from web_fragments.fragment import Fragment
from xblock.core import XBlock, XBlockAside
from xblock.exceptions import NoSuchServiceError, NoSuchUsage
from xblock.fields import ScopeIds
from xblock.runtime import IdGenerator, IdReader, KvsFieldData, Runtime

from classroom.blocks import BUILT_IN, MissingBlock
from classroom.models import Course, Enrollment
from classroom.structure import CourseTree, language_of

from . import publishing, services
from .coursefiles import CourseFiles
from .kvs import AuthoredWriter, ClassroomStore
from .mixins import MIXINS
from .resources import resource
from .state import DatabaseState, StateStore

log = logging.getLogger("classroom.runtime")


class Mode(Enum):
    """For whom blocks are made: a learner, a visitor, an author who tries things out, an author in the editor."""

    LEARN = "learn"
    PUBLIC = "public"
    PREVIEW = "preview"
    STUDIO = "studio"

    @property
    def authoring(self) -> bool:
        """Nothing that happens is recorded."""
        return self in (Mode.PREVIEW, Mode.STUDIO)


class KeyReader(IdReader):
    """Usage keys are their own definitions."""

    def get_definition_id(self, usage_id: UsageKey) -> UsageKey:
        return usage_id

    def get_block_type(self, def_id: UsageKey) -> str:
        return def_id.block_type

    def get_usage_id_from_aside(self, aside_id: Any) -> Any:
        return aside_id.usage_key

    def get_definition_id_from_aside(self, aside_id: Any) -> Any:
        return aside_id.definition_key

    def get_aside_type_from_usage(self, aside_id: Any) -> str:
        return str(aside_id.aside_type)

    def get_aside_type_from_definition(self, aside_id: Any) -> str:
        return str(aside_id.aside_type)


class NoNewKeys(IdGenerator):
    """Blocks are made by import and by authors, never by rendering."""

    def create_aside(self, definition_id: Any, usage_id: Any, aside_type: str) -> Any:
        raise NotImplementedError("the classroom has no asides")

    def create_usage(self, def_id: Any) -> Any:
        raise NotImplementedError("blocks are made by import")

    def create_definition(self, block_type: str, slug: str | None = None) -> Any:
        raise NotImplementedError("blocks are made by import")


def load_block_class(block_type: str) -> type[XBlock]:
    """The class for a block type; :class:`MissingBlock` where it is not installed or breaks on import (one bad plugin
    breaks no page)."""
    if block_type in BUILT_IN:
        return BUILT_IN[block_type]
    try:
        found: type[XBlock] = XBlock.load_class(block_type, default=MissingBlock)
    except Exception:
        log.exception("block type %s does not load", block_type)
        return MissingBlock
    return found


class ClassroomRuntime(Runtime):
    """One per request, for one person in one course."""

    def __init__(
        self,
        course: Course,
        tree: CourseTree,
        user: Any,
        mode: Mode,
        state: StateStore,
        *,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
        writer: AuthoredWriter | None = None,
        masquerading: bool = False,
        nonce: str = "",
    ) -> None:
        super().__init__(id_reader=KeyReader(), id_generator=NoNewKeys(), mixins=MIXINS)
        self.course = course
        self.tree = tree
        self.user = user
        self.mode = mode
        self.state = state
        self.store = ClassroomStore(tree, state, overrides=overrides, writer=writer)
        self.is_masquerading_as_specific_student = masquerading
        self.is_author_mode = mode.authoring
        self.nonce = nonce
        self._shared: dict[str, Any] = {
            "field-data": KvsFieldData(self.store),
            "user": services.ClassroomUserService(
                user if getattr(user, "is_authenticated", False) else None,
                course.key,
                masquerading=masquerading,
                author_mode=mode.authoring,
            ),
            "replace_urls": services.ReplaceURLService(course.key),
            "settings": services.SettingsService(),
        }
        if mode in (Mode.LEARN, Mode.PREVIEW) and getattr(user, "is_authenticated", False):
            self._shared["completion"] = publishing.completion_service(user, course.key)
        if mode.authoring:
            self._shared["studio_user_permissions"] = services.StudioPermissions(user)
        if mode is Mode.STUDIO:
            self._shared["course_files"] = CourseFiles(course)

    # --- names that older blocks look for -------------------------------------------------------------------------

    @property
    def user_id(self) -> int | None:
        """The account's id; None for visitors."""
        return getattr(self.user, "id", None)

    @property
    def course_id(self) -> Any:
        """The course key."""
        return self.course.key

    @property
    def anonymous_student_id(self) -> str:
        """The learner's opaque id in this course; empty for visitors."""
        return services.anonymous_id(self.user_id, self.course.key) if self.user_id else ""

    @property
    def user_is_staff(self) -> bool:
        """Course staff."""
        return bool(getattr(self.user, "is_staff", False))

    @property
    def records(self) -> bool:
        """Whether grades and completion are written: for learners, and for nobody who only looks."""
        return self.mode is Mode.LEARN and not self.is_masquerading_as_specific_student and self.user_id is not None

    # --- making blocks --------------------------------------------------------------------------------------------

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return load_block_class(block_type)

    def get_block(self, usage_id: UsageKey | str, for_parent: Any = None) -> XBlock:
        key = UsageKey.from_string(usage_id) if isinstance(usage_id, str) else usage_id
        if key not in self.tree:
            raise NoSuchUsage(str(key))
        ids = ScopeIds(self.user_id, key.block_type, key, key)
        return self.construct_xblock(key.block_type, ids, for_parent=for_parent)

    def service(self, block: Any, service_name: str) -> Any:
        declared = block.service_declaration(service_name)
        if declared is None:
            raise NoSuchServiceError(f"Service {service_name!r} was not requested.")
        found = services.I18nService(block) if service_name == "i18n" else self._shared.get(service_name)
        if found is None and declared == "need":
            raise NoSuchServiceError(f"Service {service_name!r} is not available.")
        return found

    def applicable_aside_types(self, _block: Any) -> list[str]:
        """None: their content would not travel with OLX packages of other tools."""
        return []

    def get_aside_of_type(self, block: Any, aside_type: str) -> XBlockAside:
        raise NotImplementedError("the classroom has no asides")

    def block_for_learner(self, usage_key: UsageKey, user_id: int) -> XBlock:
        """The block as another learner has it, with that learner's due dates, for acts of staff: what it grades and
        completes is that learner's. Raises ``LookupError`` for an account that is not there."""
        user = get_user_model()._default_manager.filter(pk=user_id).first()
        if user is None:
            raise LookupError(f"no account {user_id}")
        enrollment = Enrollment.objects.filter(user=user, course=self.course).first()
        overrides = enrollment.field_overrides if enrollment else None
        state = DatabaseState(user.pk, self.course.key)
        theirs = ClassroomRuntime(self.course, self.tree, user, Mode.LEARN, state, overrides=overrides)
        return theirs.get_block(usage_key)

    # --- addresses ------------------------------------------------------------------------------------------------

    def handler_prefix(self, block: Any) -> str:
        """The address of the block's handlers, without their names."""
        name = "handler-prefix" if self.mode in (Mode.LEARN, Mode.PUBLIC) else f"handler-prefix-{self.mode.value}"
        return reverse(name, args=[str(self.course.key), str(block.scope_ids.usage_id)])

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        """The handler's address. ``thirdparty`` makes no difference: no handler here answers without a session."""
        if not getattr(getattr(block, handler_name, None), "_is_xblock_handler", False) and not hasattr(
            block, "fallback_handler"
        ):
            raise ValueError(f"{handler_name!r} is no handler of {block.scope_ids.block_type}")
        url = self.handler_prefix(block) + handler_name
        if suffix:
            url += f"/{suffix}"
        return f"{url}?{query}" if query else url

    def local_resource_url(self, block: Any, uri: str) -> str:
        cls = getattr(block, "unmixed_class", type(block))
        found = resource(cls, uri)
        digest = found.digest if found else "0"
        return reverse("resource", args=[block.scope_ids.block_type, digest, uri])

    def resource_url(self, resource: str) -> str:
        """Old name for a file of the runtime's own: there are none."""
        raise NotImplementedError("use local_resource_url")

    # --- showing --------------------------------------------------------------------------------------------------

    def render(self, block: Any, view_name: str, context: Any = None) -> Fragment:
        """As XBlock's; a block that fails leaves one sentence in its place and the rest of the page whole."""
        try:
            return super().render(block, view_name, context)
        except Exception:
            log.exception("%s of %s failed", view_name, block.scope_ids.usage_id)
            says = _("This part cannot be shown just now. The other parts work. Please tell your course staff.")
            return Fragment(f'<div class="hv-alert hv-alert--error" role="alert">{escape(says)}</div>')

    def wrap_xblock(self, block: Any, view: str, frag: Fragment, context: Any) -> Fragment:
        """The platform's wrapper: where the init function, its argument and the block's addresses hang."""
        del context
        block_type = block.scope_ids.block_type
        data: dict[str, Any] = {
            "usage-id": str(block.scope_ids.usage_id),
            "block-type": block_type,
            "course-id": str(self.course.key),
            "handler-prefix": self.handler_prefix(block),
            "graded": str(bool(getattr(block, "graded", False))),
            "has-score": str(bool(getattr(block, "has_score", False))),
        }
        if frag.js_init_fn:
            data["init"] = frag.js_init_fn
            data["runtime-class"] = "StudioRuntime" if self.mode is Mode.STUDIO else "LmsRuntime"
            data["runtime-version"] = frag.js_init_version
        lang = "" if self.mode is Mode.STUDIO else f' lang="{escape(language_of(self.tree))}"'
        attributes = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in data.items())
        arguments = ""
        if frag.js_init_fn and frag.json_init_args is not None:
            data_json = dump_for_script(frag.json_init_args)
            arguments = f'<script type="json/xblock-args" class="xblock-json-init-args">{data_json}</script>'
        wrapped = Fragment()
        wrapped.add_content(
            f'<div class="xblock xblock-{escape(view)} xblock-{escape(view)}-{escape(block_type)}"{lang} {attributes}>'
            f"{arguments}{frag.content}</div>"
        )
        wrapped.add_fragment_resources(frag)
        return wrapped

    # --- events ---------------------------------------------------------------------------------------------------

    def publish(self, block: Any, event_type: str, event_data: Any) -> None:
        """``grade`` and ``completion`` as in the LMS, acts of staff from a block's panel into their history; any other
        event leaves its name in the log and nothing else."""
        if event_type == "grade":
            if self.records:
                publishing.publish_grade(self, block, event_data)
        elif event_type == "completion":
            if self.records:
                publishing.publish_completion(self, block, event_data)
        elif event_type == "hocvuso.staff":
            # From the editor too: an author who is staff may have learners graded again by what was just saved.
            if self.user_is_staff and (self.records or self.mode is Mode.STUDIO):
                publishing.note_staff_act(self, block, event_data)
        elif event_type != "progress":
            log.debug("event %s from %s", event_type, block.scope_ids.block_type)

    def query(self, block: Any) -> Any:
        raise NotImplementedError


def dump_for_script(value: Any) -> str:
    """``value`` as JSON that can stand in a script element: no ``<``, ``>``, ``&``, nor U+2028/9 (the platform's
    ``dump_js_escaped_json``)."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def merge(fragments: Iterable[Fragment]) -> Fragment:
    """All contents and resources in one."""
    whole = Fragment()
    for fragment in fragments:
        whole.add_fragment_resources(fragment)
        whole.add_content(fragment.content)
    return whole
