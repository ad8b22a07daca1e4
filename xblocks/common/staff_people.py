"""The learners of a course as its staff look for them, and who is left out of figures.

Tables are the platform's where they are installed, else the classroom's; where there is none of either (a bare
runtime) only those are known who have done something in the block.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q

from .staterow import state_rows

#: Up to so many people are compared in memory, without diacritics; of more the database finds what is written alike.
MOST_IN_MEMORY = 5_000
#: (model, lookup of the course key): who takes part.
ENROLMENTS = (("student.CourseEnrollment", "course_id"), ("classroom.Enrollment", "course__key"))
#: Course roles whose holders are no learners of that course.
STAFF_ROLES = ("staff", "instructor", "limited_staff", "data_researcher")


@dataclass(frozen=True, slots=True)
class Person:
    """An account. ``name`` is the full name, else the user name; ``demo``: made up by ``hocvuso demo``."""

    id: int
    username: str
    name: str
    email: str
    staff: bool
    demo: bool

    def view(self) -> dict[str, Any]:
        """For the panel. The address is not told."""
        return {
            "id": self.id,
            "username": self.username,
            "name": self.name,
            **({"demo": True} if self.demo else {}),
            **({"staff": True} if self.staff else {}),
        }


def installed(name: str) -> Any | None:
    """The model ``app.Model``, or None where that app is not installed."""
    app, _dot, model = name.partition(".")
    if app not in apps.app_configs:
        return None
    try:
        return apps.get_model(app, model)
    except LookupError:
        return None


def _profile_fields() -> set[str]:
    """Names of the fields of what the accounts call ``profile``, if they have one."""
    for relation in get_user_model()._meta.related_objects:
        if relation.one_to_one and relation.get_accessor_name() == "profile":
            return {field.name for field in relation.related_model._meta.get_fields()}
    return set()


def people(rows: Any) -> list[Person]:
    """The accounts of the query ``rows``; 1 query."""
    profile = _profile_fields()
    names = ["pk", "username", "first_name", "last_name", "email", "is_staff"]
    names += [f"profile__{name}" for name in ("name", "is_demo") if name in profile]
    found = []
    for row in rows.values(*names):
        whole = " ".join(part for part in (row["last_name"], row["first_name"]) if part)
        found.append(
            Person(
                row["pk"],
                row["username"],
                row.get("profile__name") or whole or row["username"],
                row["email"] or "",
                bool(row["is_staff"]),
                bool(row.get("profile__is_demo")),
            )
        )
    return found


def by_id(ids: Iterable[int]) -> dict[int, Person]:
    """The accounts with these ids, by id; 1 query."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {one.id: one for one in people(get_user_model()._default_manager.filter(pk__in=wanted))}


def of_course(block: Any, user_id: int) -> Person | None:
    """The account ``user_id`` if it takes part in the block's course, or has done something in the block; else None, so
    that staff of one course learn nothing of the others'. At most 3 queries."""
    found = by_id([user_id]).get(user_id)
    if found is None or _enrolled(block, user_id):
        return found
    return found if state_rows(block).filter(student_id=user_id).exists() else None


def is_outside(block: Any, user_id: int) -> bool:
    """Whether the account ``user_id`` neither takes part in the block's course nor has done something in the block;
    False where no table tells who takes part. At most 2 queries."""
    enrolled = _enrolled(block, user_id)
    return enrolled is False and not state_rows(block).filter(student_id=user_id).exists()


def _enrolled(block: Any, user_id: int) -> bool | None:
    """Whether that account takes part in the block's course, or once did; None where no table tells."""
    for name, course in ENROLMENTS:
        model = installed(name)
        if model is not None:
            return bool(model.objects.filter(user_id=user_id, **{course: block.context_key}).exists())
    return None


def find(block: Any, query: str, most: int) -> tuple[list[Person], bool]:
    """At most ``most`` people who take part in the course or have done something in the block, and whether there are
    more.

    Every word of ``query`` must stand in the user name or the name; diacritics count only where the query has them. A
    query with ``@`` is an e-mail address, or the beginning of one. 2 queries (3 in a very large course).
    """
    accounts = get_user_model()._default_manager
    sources = [accounts.filter(pk__in=state_rows(block).values("student_id"))]
    for name, course in ENROLMENTS:
        model = installed(name)
        if model is not None:
            taking_part = model.objects.filter(**{course: block.context_key}, is_active=True)
            sources.append(accounts.filter(pk__in=taking_part.values("user_id")))
            break
    found: dict[int, Person] = {}
    for rows in sources:
        some = people(rows.order_by("pk")[: MOST_IN_MEMORY + 1])
        if len(some) > MOST_IN_MEMORY:
            some = people(rows.filter(_alike(query)).order_by("pk")[: most + 1])
        else:
            some = [one for one in some if _fits(query, one)]
        found.update({one.id: one for one in some})
    ranked = sorted(found.values(), key=lambda one: (one.staff, fold(one.name).split()[-1:], fold(one.name), one.id))
    return ranked[:most], len(ranked) > most


def excluded(block: Any, *, demo: bool) -> list[Any]:
    """Queries of ids of accounts that are left out of figures: staff, and synthetic learners unless ``demo``."""
    accounts = get_user_model()._default_manager
    found = [accounts.filter(Q(is_staff=True) | Q(is_superuser=True)).values("pk")]
    roles = installed("student.CourseAccessRole")
    if roles is not None:
        here = roles.objects.filter(course_id=block.context_key, role__in=STAFF_ROLES)
        found.append(here.values("user_id"))
    if not demo and knows_demo():
        found.append(accounts.filter(profile__is_demo=True).values("pk"))
    return found


def knows_demo() -> bool:
    """Whether accounts are marked that are synthetic learners."""
    return "is_demo" in _profile_fields()


def fold(text: str) -> str:
    """Lower case without diacritics; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _fits(query: str, one: Person) -> bool:
    wanted = unicodedata.normalize("NFC", query).casefold().strip()
    if "@" in wanted:
        return one.email.casefold().startswith(wanted)
    texts = [unicodedata.normalize("NFC", text).casefold() for text in (one.username, one.name)]
    folded = [fold(text) for text in texts]
    return all(any(word in text for text in (folded if fold(word) == word else texts)) for word in wanted.split())


def _alike(query: str) -> Q:
    if "@" in query:
        return Q(email__istartswith=query.strip())
    found = Q()
    with_profile = "name" in _profile_fields()
    for word in query.split():
        one = Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found &= one | Q(profile__name__icontains=word) if with_profile else one
    return found
