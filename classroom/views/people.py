"""Accounts and enrolments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom import auth
from classroom.access import enter
from classroom.demo import random_password
from classroom.models import Cohort, CohortMembership, Course, Enrollment
from classroom.search import fold, matches, name_key

PAGE = 50
MOST_LINES = 2000
_is_username = UnicodeUsernameValidator()
ROLE_NAMES = (
    (auth.LEARNER, gettext_lazy("Learner")),
    (auth.AUTHOR, gettext_lazy("Author")),
    (auth.STAFF, gettext_lazy("Staff")),
)


class AccountForm(forms.Form):
    """One new account."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=255)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        validators=[_is_username],
        help_text=gettext_lazy("For example: lan.nguyen"),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLE_NAMES)
    course = forms.ModelChoiceField(
        label=gettext_lazy("Put into the course"),
        queryset=Course.objects.all(),
        required=False,
        empty_label=gettext_lazy("no course"),
    )

    def clean_username(self) -> str:
        """Taken names are refused."""
        username: str = self.cleaned_data["username"]
        if get_user_model()._default_manager.filter(username__iexact=username).exists():
            raise ValidationError(_("This user name is taken. Add a number or the name of the village."))
        return username


class PasteForm(forms.Form):
    """Many accounts at once."""

    lines = forms.CharField(
        label=gettext_lazy("One person per line: full name; user name"),
        help_text=gettext_lazy("Copied from Excel works too. Without a user name we make one from the name."),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    course = forms.ModelChoiceField(
        label=gettext_lazy("Put into the course"),
        queryset=Course.objects.all(),
        required=False,
        empty_label=gettext_lazy("no course"),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A new account with the password that is shown this once."""

    name: str
    username: str
    password: str


def username_from(name: str, taken: set[str]) -> str:
    """``lan.nguyen`` from “Nguyễn Thị Lan”; with a number if taken. ``taken`` holds lower-case names."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(name)) if word]
    base = ".".join([words[-1], words[0]] if len(words) > 1 else words) or "hocvien"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}{number}"
    return found


def read_lines(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(name, user name) per line, and one sentence for each line that is wrong."""
    wrong: list[str] = []
    rows: list[tuple[str, str]] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        return [], [_("Please paste at most %(most)d people at once.") % {"most": MOST_LINES}]
    taken = {name.lower() for name in get_user_model()._default_manager.values_list("username", flat=True)}
    for number, line in lines:
        parts = [part.strip() for part in re.split(r"[\t;,]", line) if part.strip()]
        if not parts or len(parts) > 2 or len(parts[0]) > 255:
            wrong.append(_("Line %(number)d: write the full name, a semicolon, the user name.") % {"number": number})
            continue
        username = parts[1] if len(parts) == 2 else username_from(parts[0], taken)
        try:
            _is_username(username)
        except ValidationError:
            wrong.append(
                _("Line %(number)d: “%(name)s” cannot be a user name; use letters, digits and @ . + - _ only.")
                % {"number": number, "name": username[:60]}
            )
            continue
        if username.lower() in taken:
            wrong.append(
                _("Line %(number)d: the user name “%(name)s” is taken.") % {"number": number, "name": username}
            )
            continue
        taken.add(username.lower())
        rows.append((parts[0], username))
    return rows, wrong


@transaction.atomic
def make_accounts(rows: list[tuple[str, str]], course: Course | None, role: str = auth.LEARNER) -> list[Made]:
    """All of the accounts or none. Everybody chooses an own password at the first sign-in."""
    made = []
    for name, username in rows:
        password = random_password()
        user = auth.create_account(username, password, name=name, role=role, change=True)
        if course is not None:
            Enrollment.objects.create(user=user, course=course)
        made.append(Made(name, username, password))
    return made


@require_safe
@auth.staff_only
def people(request: HttpRequest) -> HttpResponse:
    """All accounts, searched and paged."""
    query = request.GET.get("q", "").strip()
    found = [
        user
        for user in get_user_model()._default_manager.select_related("profile").prefetch_related("groups")
        if matches(query, user.username, auth.full_name(user))
    ]
    found.sort(key=lambda user: name_key(auth.full_name(user)))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "classroom/staff/people.html", {"page_obj": page, "query": query, "total": len(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@auth.staff_only
def new(request: HttpRequest) -> HttpResponse:
    """One new account."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = make_accounts([(data["name"], data["username"])], data["course"], data["role"])
        except IntegrityError:
            form.add_error("username", _("This user name is taken. Add a number or the name of the village."))
        else:
            return _passwords(request, made)
    return render(request, "classroom/staff/account_form.html", {"form": form, "title": _("New account")})


@require_http_methods(["GET", "HEAD", "POST"])
@auth.staff_only
def paste(request: HttpRequest) -> HttpResponse:
    """Many learners from a pasted list; wrong lines are named, and then nobody is made."""
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rows, wrong = read_lines(form.cleaned_data["lines"])
        for sentence in wrong[:20]:
            form.add_error("lines", sentence)
        if not wrong and rows:
            try:
                made = make_accounts(rows, form.cleaned_data["course"])
            except IntegrityError:
                form.add_error("lines", _("One of the user names has just been taken. Please send the list again."))
            else:
                return _passwords(request, made)
    return render(request, "classroom/staff/account_form.html", {"form": form, "title": _("Many accounts at once")})


def _passwords(request: HttpRequest, made: list[Made]) -> HttpResponse:
    response = render(request, "classroom/staff/passwords.html", {"made": made})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@auth.staff_only
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: courses, role, open or closed."""
    user = get_object_or_404(get_user_model()._default_manager.select_related("profile"), pk=user_id)
    if request.method == "POST":
        if user.pk == request.user.pk:
            messages.error(request, _("You cannot close your own account."))
        else:
            user.is_active = not user.is_active
            user.save(update_fields=["is_active"])
            messages.success(request, _("The account is open.") if user.is_active else _("The account is closed."))
        return redirect("person", user_id=user_id)
    enrollments = Enrollment.objects.filter(user=user).select_related("course")
    role = dict(ROLE_NAMES)[auth.role_of(user)]
    return render(request, "classroom/staff/person.html", {"them": user, "enrollments": enrollments, "role": role})


@require_POST
@auth.staff_only
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new random password, shown once; it must be changed at the next sign-in."""
    user = get_object_or_404(get_user_model()._default_manager.select_related("profile"), pk=user_id)
    password = random_password()
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        profile = getattr(user, "profile", None)
        if profile is not None:
            profile.must_change_password = True
            profile.save(update_fields=["must_change_password"])
    return _passwords(request, [Made(auth.full_name(user), user.username, password)])


@require_http_methods(["GET", "HEAD", "POST"])
@auth.staff_only
def enrolments(request: HttpRequest, course_id: str) -> HttpResponse:
    """Who is in the course; add by user names, take out, put into a cohort."""
    place = enter(request, course_id)
    if request.method == "POST":
        _enrol(request, place.course)
        return redirect("enrolments", course_id=course_id)
    query = request.GET.get("q", "").strip()
    memberships = dict(CohortMembership.objects.filter(course=place.course).values_list("user_id", "cohort__name"))
    found = [
        {"row": row, "name": auth.full_name(row.user), "cohort": memberships.get(row.user_id, "")}
        for row in Enrollment.objects.filter(course=place.course).select_related("user__profile")
        if matches(query, row.user.username, auth.full_name(row.user))
    ]
    found.sort(key=lambda entry: (not entry["row"].is_active, name_key(str(entry["name"]))))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "classroom/staff/enrolments.html",
        {
            "place": place,
            "page_obj": page,
            "query": query,
            "total": len(found),
            "cohorts": Cohort.objects.filter(course=place.course).order_by("name"),
        },
    )


@transaction.atomic
def _enrol(request: HttpRequest, course: Course) -> None:
    cohort = Cohort.objects.filter(course=course, pk=_number(request.POST.get("cohort"))).first()
    out = _number(request.POST.get("out"))
    if out:
        Enrollment.objects.filter(course=course, user_id=out).update(is_active=False)
        messages.success(request, _("Taken out of the course. Results are kept."))
        return
    names = [name for name in re.split(r"[\s,;]+", request.POST.get("usernames", "")) if name][:MOST_LINES]
    users: dict[str, Any] = {
        user.username.lower(): user for user in get_user_model()._default_manager.filter(username__in=names)
    }
    unknown = [name for name in names if name.lower() not in users]
    if unknown:
        messages.error(
            request, _("Nobody was added, because there is no account: %(names)s") % {"names": ", ".join(unknown[:20])}
        )
        return
    for user in users.values():
        Enrollment.objects.update_or_create(user=user, course=course, defaults={"is_active": True})
        if cohort is not None:
            CohortMembership.objects.update_or_create(user=user, course=course, defaults={"cohort": cohort})
    if users:
        messages.success(request, _("%(count)d people are in the course.") % {"count": len(users)})


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 12 else None
