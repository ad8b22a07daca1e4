"""Every page for every role: who may see it, and who is turned away how."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import COURSE_ID, client_of, usage
from django.test import Client
from django.urls import URLPattern, URLResolver

from classroom import urls

V2, K1, H1 = usage("vertical", "v2"), usage("counter", "k1"), usage("html", "h1")
COURSE, AUTHOR = f"/courses/{COURSE_ID}/", f"/author/{COURSE_ID}/"
IN, OUT, NO, NONE = 200, 302, 403, 404

# path: (visitor, outsider, learner, author, staff)
PAGES = {
    "/": (IN, IN, IN, IN, IN),
    "/sign-in/": (IN, OUT, OUT, OUT, OUT),
    "/password/": (OUT, IN, IN, IN, IN),
    COURSE: (IN, NONE, IN, IN, IN),
    f"{COURSE}progress/": (OUT, NONE, IN, IN, IN),
    f"{COURSE}unit/{V2}/": (IN, NONE, IN, IN, IN),
    f"{COURSE}unit/{V2}/frame/": (IN, NONE, IN, IN, IN),
    f"{COURSE}files/anh.png": (IN, IN, IN, IN, IN),
    "/author/": (OUT, NO, NO, IN, IN),
    "/author/import/": (OUT, NO, NO, IN, IN),
    AUTHOR: (OUT, NO, NO, IN, IN),
    f"{AUTHOR}export/": (OUT, NO, NO, IN, IN),
    f"{AUTHOR}backups/none.tar.gz": (OUT, NO, NO, NONE, NONE),
    f"{AUTHOR}unit/{V2}/preview/": (OUT, NO, NO, IN, IN),
    f"{AUTHOR}block/{K1}/edit/": (OUT, NO, NO, IN, IN),
    f"{AUTHOR}block/{H1}/edit/": (OUT, NO, NO, IN, IN),
    f"{AUTHOR}block/{K1}/editor/": (OUT, NO, NO, IN, IN),
    f"{AUTHOR}block/{K1}/export/": (OUT, NO, NO, IN, IN),
    "/staff/people/": (OUT, NO, NO, NO, IN),
    "/staff/people/new/": (OUT, NO, NO, NO, IN),
    "/staff/people/paste/": (OUT, NO, NO, NO, IN),
    "/staff/people/LEARNER/": (OUT, NO, NO, NO, IN),
    f"/staff/{COURSE_ID}/gradebook/": (OUT, NO, NO, NO, IN),
    f"/staff/{COURSE_ID}/enrolments/": (OUT, NO, NO, NO, IN),
    f"/staff/{COURSE_ID}/learner/LEARNER/": (OUT, NO, NO, NO, IN),
}
# path: (outsider, learner, author): none of them may; staff is tested with each act
POSTS = {
    f"{AUTHOR}unit/{V2}/forget/": (NO, NO, OUT),
    "/staff/people/LEARNER/password/": (NO, NO, NO),
    f"/staff/{COURSE_ID}/completions.csv": (NO, NO, NO),
    f"/staff/{COURSE_ID}/learner/LEARNER/act/": (NO, NO, NO),
    f"/staff/{COURSE_ID}/learner/LEARNER/look/": (NO, NO, NO),
    f"/staff/{COURSE_ID}/look/stop/": (NO, NO, NO),
    f"{COURSE}unit/{V2}/done/": (NONE, OUT, OUT),
}
# Reached otherwise: handlers (test_handlers.py), statistics, which need a quiz (test_statistics.py), files of blocks,
# sign-out and language (POST only, open to all).
ELSEWHERE = re.compile(r"handler|^statistics|^resource$|^sign-out$|^set-language$")


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_their_roles_only(path: str, learner: Any, author: Any, staff: Any, outsider: Any) -> None:
    where = path.replace("LEARNER", str(learner.pk))
    clients = [Client(), *(client_of(user) for user in (outsider, learner, author, staff))]
    assert tuple(client.get(where).status_code for client in clients) == PAGES[path]


@pytest.mark.parametrize("path", POSTS)
def test_acts_are_refused_to_others(path: str, learner: Any, author: Any, outsider: Any) -> None:
    where = path.replace("LEARNER", str(learner.pk))
    clients = [client_of(user) for user in (outsider, learner, author)]
    assert tuple(client.post(where).status_code for client in clients) == POSTS[path]
    assert Client().post(where).url.startswith("/sign-in/")


@pytest.mark.parametrize("path", [*POSTS, "/sign-out/", "/language/", "/sign-in/", "/author/import/"])
def test_forms_without_a_token_are_refused(path: str, staff: Any, learner: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(path.replace("LEARNER", str(learner.pk))).status_code == 403


@pytest.mark.parametrize("path", [path for path in POSTS if "LEARNER" in path or "done" in path])
def test_acts_are_no_links(path: str, staff: Any, learner: Any) -> None:
    assert client_of(staff).get(path.replace("LEARNER", str(learner.pk))).status_code == 405


def test_every_address_is_in_one_of_the_tables() -> None:
    """A new page cannot be forgotten here."""
    covered = {name(path) for path in [*PAGES, *POSTS]}
    missing = {found for found in names(urls.urlpatterns) if found not in covered and not ELSEWHERE.search(found)}
    assert not missing


def name(path: str) -> str:
    from django.urls import resolve

    return resolve(path.replace("LEARNER", "1")).url_name or ""


def names(patterns: list[Any]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_forced_password_change_comes_before_everything(learner: Any) -> None:
    learner.profile.must_change_password = True
    learner.profile.save()
    client = client_of(learner)
    assert client.get(COURSE).url == "/password/"
    new = "thon-bay-so-9"
    form = {"old_password": "lan-lan", "new_password1": new, "new_password2": new}
    assert client.post("/password/", form).url == "/"
    assert client.get(COURSE).status_code == 200
    learner.refresh_from_db()
    assert learner.check_password(new)
