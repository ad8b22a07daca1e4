"""My courses, and a course's outline."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from classroom.access import Place, enter, look, with_course
from classroom.blocks import clean_lesson
from classroom.models import Course, Enrollment
from classroom.passing import failures_of
from classroom.progress import completions_of, outline_of
from classroom.runtime.services import ReplaceURLService
from classroom.structure import tree_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The learner's courses with "continue here". Visitors see the courses that are open to look at, or sign in."""
    user = request.user
    if not user.is_authenticated:
        courses = list(Course.objects.filter(open_preview=True))
        if not courses:
            return redirect("sign-in")
        return render(request, "classroom/welcome.html", {"courses": courses})
    cards = []
    for enrollment in with_course(Enrollment.objects.filter(user=user, is_active=True)).order_by("course__title"):
        place = Place(enrollment.course, tree_of(enrollment.course), user, user, enrollment, masquerading=False)
        completions = completions_of(user, enrollment.course.key)
        outline = outline_of(place, completions)
        if outline.next_unit() is None:  # only then the card says whether all is passed
            outline = outline_of(place, completions, failures_of(place))
        cards.append({"course": enrollment.course, "outline": outline, "next": outline.next_unit()})
    others = []
    if user.is_staff:
        mine = {card["course"].pk for card in cards}
        others = [course for course in Course.objects.all() if course.pk not in mine]
    return render(request, "classroom/home.html", {"cards": cards, "others": others})


@require_safe
def outline(request: HttpRequest, course_id: str) -> HttpResponse:
    """A course's modules and units. Visitors see the outline of an open course; everybody else who is not in it gets
    404."""
    if not request.user.is_authenticated:
        try:
            place = look(request, course_id)
        except Http404:
            return redirect_to_login(request.get_full_path())
        data = {"place": place, "outline": outline_of(place, {}), "visitor": True, "about": _about(place)}
        return render(request, "classroom/outline.html", data)
    place = enter(request, course_id)
    found = outline_of(place, completions_of(place.person, place.course.key), failures_of(place))
    return render(
        request,
        "classroom/outline.html",
        {
            "place": place,
            "outline": found,
            "next": found.next_unit(),
            "about": "" if found.begun else _about(place),
        },
    )


def _about(place: Place) -> SafeString:
    """What the course is about. It was cleaned on import and is cleaned again here."""
    html = clean_lesson(place.course.about)
    return mark_safe(ReplaceURLService(place.course.key).replace_urls(html))  # noqa: S308
