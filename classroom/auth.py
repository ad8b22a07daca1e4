"""Accounts and roles.

Three roles: everybody is a learner; members of the group ``author`` edit courses; members of ``staff`` keep accounts
and grades. ``User.is_staff`` is true for both, as the platform's course staff, so that a learner's request needs no
query for groups.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from classroom.models import AUTHOR_GROUP, STAFF_GROUP, Profile

LEARNER, AUTHOR, STAFF = "learner", "author", "staff"
ROLES = (LEARNER, AUTHOR, STAFF)


class Backend(ModelBackend):
    """Django's own, with the profile read in the same query. Small and capital letters of user names do not differ,
    unless two old accounts differ in nothing else."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        if isinstance(username, str):
            users = get_user_model()._default_manager
            names = list(users.filter(username__iexact=username.strip()).values_list("username", flat=True)[:3])
            if len(names) == 1:
                username = names[0]
        return super().authenticate(request, username, password, **kwargs)

    def get_user(self, user_id: Any) -> Any:
        user = get_user_model()._default_manager.select_related("profile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def groups_of(user: Any) -> frozenset[str]:
    """The names of the user's role groups; no query for learners and visitors."""
    if not getattr(user, "is_staff", False):
        return frozenset()
    found: frozenset[str] | None = getattr(user, "_role_groups", None)
    if found is None:
        found = frozenset(user.groups.values_list("name", flat=True))
        user._role_groups = found
    return found


def is_staff(user: Any) -> bool:
    """May keep accounts, enrolments and grades."""
    return bool(getattr(user, "is_superuser", False)) or STAFF_GROUP in groups_of(user)


def is_author(user: Any) -> bool:
    """May see and edit the content of courses. Staff may too: someone must be able to mend a typing error at nine in
    the evening."""
    return is_staff(user) or AUTHOR_GROUP in groups_of(user)


def full_name(user: Any) -> str:
    """The person's name, else the account's."""
    profile = getattr(user, "profile", None) if not isinstance(user, AnonymousUser) else None
    return (profile.name if profile else "") or user.get_username()


def create_account(
    username: str, password: str | None, *, name: str = "", role: str = LEARNER, change: bool = False
) -> Any:
    """A new account. ``change`` asks for a new password at the first sign-in; ``password`` None: it cannot sign in yet.

    Raises ``django.db.IntegrityError`` if the user name is taken and ``ValueError`` for an unknown role.
    """
    if role not in ROLES:
        raise ValueError(f"no role {role!r}; there are {', '.join(ROLES)}")
    user = get_user_model()._default_manager.create_user(username, password=password, is_staff=role != LEARNER)
    Profile.objects.create(user=user, name=name, must_change_password=change)
    if role != LEARNER:
        user.groups.add(Group.objects.get_or_create(name=STAFF_GROUP if role == STAFF else AUTHOR_GROUP)[0])
    return user


def role_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """``staff``, ``author`` or ``learner``."""
    if is_staff(user):
        return STAFF
    return AUTHOR if is_author(user) else LEARNER


def requires(test: Callable[[Any], bool]) -> Callable[..., Any]:
    """A view for people who pass ``test``: visitors are sent to sign in, others get 403."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


staff_only = requires(is_staff)
author_only = requires(is_author)
