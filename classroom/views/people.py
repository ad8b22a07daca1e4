"""Accounts and enrolments."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom import auth
from classroom.access import enter
from classroom.demo import random_password
from classroom.models import Cohort, CohortMembership, Course, Enrollment
from classroom.pasting import MOST_LINES, Person, read_people
from classroom.search import fold, matches, name_key
from classroom.structure import tree_of
from course_export.records.writers import write_csv

PAGE = 50
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
        label=gettext_lazy("One person per line: full name; user name; unit"),
        help_text=gettext_lazy(
            "Copied from Excel works too, with its head line and numbers. User name and unit may be left out: we make "
            "a user name from the name."
        ),
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
    unit: str = ""


@transaction.atomic
def make_accounts(rows: list[Person], course: Course | None, role: str = auth.LEARNER) -> list[Made]:
    """All of the accounts or none. Everybody chooses an own password at the first sign-in. A unit becomes the group
    of that name in the course."""
    made = []
    groups = {} if course is None else {fold(row.name): row for row in Cohort.objects.filter(course=course)}
    for row in rows:
        password = random_password()
        user = auth.create_account(row.username, password, name=row.name, role=role, change=True)
        if course is not None:
            Enrollment.objects.create(user=user, course=course)
            if row.unit:
                name = fold(row.unit)
                if name not in groups:
                    groups[name] = Cohort.objects.create(course=course, name=row.unit)
                CohortMembership.objects.create(user=user, course=course, cohort=groups[name])
        made.append(Made(row.name, row.username, password, row.unit))
    return made


def unknown_groups(rows: list[Person], course: Course | None) -> str:
    """A sentence if the course shows parts of it to its own groups only, and a unit is none of them; else nothing."""
    units = {row.unit for row in rows if row.unit}
    if course is None or not any(node.settings.get("group_access") for node in tree_of(course).nodes.values()):
        return ""
    known = list(Cohort.objects.filter(course=course).order_by("name").values_list("name", flat=True))
    wrong = sorted(units - {unit for unit in units if fold(unit) in {fold(name) for name in known}})
    if not wrong:
        return ""
    return _("The course has no group “%(unit)s”, and its groups see different parts. Its groups: %(known)s.") % {
        "unit": wrong[0],
        "known": ", ".join(known) or "–",
    }


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
            made = make_accounts([Person(data["name"], data["username"])], data["course"], data["role"])
        except IntegrityError:
            form.add_error("username", _("This user name is taken. Add a number or the name of the village."))
        else:
            return _passwords(request, made, data["course"])
    return render(request, "classroom/staff/account_form.html", {"form": form, "title": _("New account")})


@require_http_methods(["GET", "HEAD", "POST"])
@auth.staff_only
def paste(request: HttpRequest) -> HttpResponse:
    """Many learners from a pasted list; wrong lines are named, and then nobody is made."""
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found, course = read_people(form.cleaned_data["lines"]), form.cleaned_data["course"]
        wrong = found.wrong or [sentence for sentence in [unknown_groups(found.people, course)] if sentence]
        if not wrong and not found.people:
            wrong = [_("There is no person in the list.")]
        for sentence in wrong[:20]:
            form.add_error("lines", sentence)
        if not wrong:
            try:
                made = make_accounts(found.people, course)
            except IntegrityError:
                form.add_error("lines", _("One of the user names has just been taken. Please send the list again."))
            else:
                return _passwords(request, made, course, found.ignored)
    return render(request, "classroom/staff/account_form.html", {"form": form, "title": _("Many accounts at once")})


def _passwords(
    request: HttpRequest, made: list[Made], course: Course | None = None, ignored: Sequence[str] = ()
) -> HttpResponse:
    """The page that shows the passwords this once. Its download stands in the page itself, so that nothing is kept."""
    data = {
        "made": made,
        "course": course,
        "ignored": ", ".join(ignored),
        "units": any(one.unit for one in made),
        "address": request.build_absolute_uri(reverse("sign-in")),
        "file": mark_safe(_as_address(made)),  # noqa: S308  # quoted, every byte
    }
    response = render(request, "classroom/staff/passwords.html", data)
    response["Cache-Control"] = "no-store"
    return response


def _as_address(made: list[Made]) -> str:
    """The list as CSV for Excel in a ``data:`` address."""
    stream = io.BytesIO()
    header = [_("Full name"), _("Unit"), _("User name"), _("Password")]
    write_csv(stream, header, [[one.name, one.unit, one.username, one.password] for one in made])
    return "data:text/csv;charset=utf-8," + quote(stream.getvalue(), safe="")


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
    lowered = get_user_model()._default_manager.annotate(lowered=Lower("username"))
    users: dict[str, Any] = {
        user.username.lower(): user for user in lowered.filter(lowered__in={name.lower() for name in names})
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
