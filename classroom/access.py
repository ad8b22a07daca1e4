"""Who may enter which course, and the runtime that they get there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.fields import Date

from classroom import auth
from classroom.models import CohortMembership, Course, Enrollment
from classroom.runtime import ClassroomRuntime, Mode
from classroom.runtime.state import DatabaseState, NoState, SessionState, StateStore
from classroom.structure import CourseTree, Node, language_of, tree_of

MASQUERADE = "masquerade"


@dataclass(slots=True)
class Place:
    """A course as one person finds it. ``person`` is the learner whose course this is: while masquerading, not
    ``user``."""

    course: Course
    tree: CourseTree
    user: Any
    person: Any
    enrollment: Enrollment | None
    masquerading: bool
    cohort: str | None = None

    @property
    def lang(self) -> str:
        """The language that the course is written in: its setting ``language``, else Vietnamese."""
        return language_of(self.tree)

    def visible(self, node: Node) -> bool:
        """May ``person`` see the block: begun, not for staff only, open to the person's cohort. Staff as themselves
        see all."""
        if getattr(self.person, "is_staff", False):
            return True
        now = timezone.now()
        for at in self.tree.lineage(node.key):
            if at.settings.get("visible_to_staff_only") or at.settings.get("hide_from_toc"):
                return False
            if not self._begun(at, now) or not self._open_to_cohort(at):
                return False
        return True

    def _begun(self, node: Node, now: datetime) -> bool:
        start = node.settings.get("start")
        try:
            begins = Date().from_json(start) if start else None
        except (ValueError, TypeError):
            return True
        return begins is None or begins <= now

    def _open_to_cohort(self, node: Node) -> bool:
        allowed = node.settings.get("group_access") or {}
        if not allowed:
            return True
        partitions = self.tree.node(self.tree.root).settings.get("user_partitions") or []
        for partition in partitions:
            groups = allowed.get(str(partition.get("id")), allowed.get(partition.get("id")))
            if not groups:
                continue
            names = {group["name"] for group in partition.get("groups", ()) if group.get("id") in groups}
            if self._cohort_name() not in names:
                return False
        return True

    def _cohort_name(self) -> str:
        if self.cohort is None:
            found = CohortMembership.objects.filter(user_id=self.person.pk, course=self.course).select_related("cohort")
            self.cohort = next((row.cohort.name for row in found), "") if self.person.pk else ""
        return self.cohort

    def units(self) -> list[Node]:
        """The units that ``person`` sees, in order."""
        return [node for node in self.tree.of_type("vertical") if self.visible(node)]


def parse_course_key(course_id: str) -> CourseKey:
    """The key, or 404."""
    try:
        return CourseKey.from_string(course_id)
    except InvalidKeyError as error:
        raise Http404 from error


def parse_usage_key(usage_id: str, course_key: CourseKey) -> UsageKey:
    """The key of a block of that course, or 404."""
    try:
        key = UsageKey.from_string(usage_id)
    except InvalidKeyError as error:
        raise Http404 from error
    if key.context_key != course_key:
        raise Http404
    return key


def find_course(course_id: str) -> Course:
    """The course, or 404."""
    course = Course.objects.filter(key=parse_course_key(course_id)).first()
    if course is None:
        raise Http404
    return course


def with_course(rows: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Each enrolment with its course, without the long text that only the first page shows."""
    return rows.select_related("course").defer("course__about")


def enter(request: HttpRequest, course_id: str) -> Place:
    """The course for the signed-in person: one query for learners. 404 for those who are neither enrolled nor staff."""
    key = parse_course_key(course_id)
    user = request.user
    masked = request.session.get(MASQUERADE, {}).get(str(key)) if user.is_staff else None
    if masked is not None and auth.is_staff(user):
        person = get_user_model()._default_manager.select_related("profile").filter(pk=masked).first()
        if person is not None:
            enrollment = with_course(Enrollment.objects.filter(user=person, course__key=key)).first()
            course = enrollment.course if enrollment else find_course(course_id)
            return Place(course, tree_of(course), user, person, enrollment, masquerading=True)
    enrollment = with_course(Enrollment.objects.filter(user_id=user.pk, course__key=key, is_active=True)).first()
    if enrollment is None and not user.is_staff:
        raise Http404
    course = enrollment.course if enrollment else find_course(course_id)
    return Place(course, tree_of(course), user, user, enrollment, masquerading=False)


def look(request: HttpRequest, course_id: str) -> Place:
    """The course as visitors see it; 404 if it is not open to them."""
    course = find_course(course_id)
    if not course.open_preview:
        raise Http404
    return Place(course, tree_of(course), request.user, request.user, None, masquerading=False)


def runtime_for(request: HttpRequest, place: Place, mode: Mode, writer: Any = None) -> ClassroomRuntime:
    """The runtime of this request in ``mode``."""
    state: StateStore
    if mode is Mode.PUBLIC or not place.person.is_authenticated:
        state = NoState()
    elif mode.authoring:
        state = SessionState(request.session, f"preview:{place.course.key}")
    else:
        state = DatabaseState(place.person.pk, place.course.key)
        if place.masquerading:
            state = SessionState(request.session, f"as:{place.person.pk}:{place.course.key}", state)
    return ClassroomRuntime(
        place.course,
        place.tree,
        place.person,
        mode,
        state,
        overrides=place.enrollment.field_overrides if place.enrollment and mode is Mode.LEARN else None,
        writer=writer,
        masquerading=place.masquerading,
        nonce=getattr(request, "csp_nonce", ""),
    )
