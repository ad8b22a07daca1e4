"""Demo accounts, made once at the first start. Their passwords are random, shown on the terminal that one time, and
stored hashed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from classroom import auth
from classroom.models import Course, Enrollment

# No 0/O, 1/l/i: the passwords are read from a terminal and typed on a phone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
DEMO = (
    ("hocvien", auth.LEARNER, "Học viên thử"),
    ("soanbai", auth.AUTHOR, "Người soạn bài thử"),
    ("quanly", auth.STAFF, "Người quản lý thử"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that was just made. This is the only place where its password stands."""

    username: str
    password: str
    role: str


def random_password() -> str:
    """Twelve letters in three groups: about 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """Make those of the demo accounts that are not there yet; returns them with their passwords. Existing ones are
    left alone."""
    there = set(
        get_user_model()
        ._default_manager.filter(username__in=[name for name, _r, _n in DEMO])
        .values_list("username", flat=True)
    )
    made = []
    for username, role, name in DEMO:
        if username not in there:
            password = random_password()
            auth.create_account(username, password, name=name, role=role)
            made.append(DemoAccount(username, password, role))
    return made


def enrol_demo_learner() -> None:
    """Put the demo learner into every course that is there."""
    user = get_user_model()._default_manager.filter(username=DEMO[0][0]).first()
    if user is not None:
        for course in Course.objects.all():
            Enrollment.objects.get_or_create(user=user, course=course)
