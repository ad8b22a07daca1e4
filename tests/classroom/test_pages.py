"""What learners see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from completion.models import BlockCompletion
from conftest import COURSE_ID, client_of, make_user, usage
from django.contrib.auth import get_user_model
from django.test import Client
from opaque_keys.edx.keys import UsageKey
from test_handlers import call

from classroom import auth
from classroom.authoring import touch
from classroom.models import Block, StudentModule

HOME = f"/courses/{COURSE_ID}/"


def unit(name: str) -> str:
    return f"{HOME}unit/{usage('vertical', name)}/"


def test_sign_in_and_out(learner: Any) -> None:
    client = Client()
    page = client.get("/sign-in/").content.decode()
    assert "Tên đăng nhập" in page
    wrong = client.post("/sign-in/", {"username": "lan", "password": "nope"})
    assert wrong.status_code == 200
    assert "không đúng" in wrong.content.decode()
    assert client.post("/sign-in/", {"username": "lan", "password": "lan-lan"}).url == "/"
    assert "Khóa thử" in client.get("/").content.decode()
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_ten_wrong_passwords_close_the_door_for_a_while(learner: Any) -> None:
    client = Client()
    for _ in range(10):
        client.post("/sign-in/", {"username": "lan", "password": "nope"})
    response = client.post("/sign-in/", {"username": "lan", "password": "lan-lan"})
    assert response.status_code == 200
    assert "năm phút" in response.content.decode()


def test_learner_goes_through_the_course(learner: Any) -> None:
    client = client_of(learner)
    page = client.get(HOME).content.decode()
    assert "Begin with “Bài đọc”" in page
    page = client.get(unit("v1")).content.decode()
    assert "Chào bạn" in page
    assert f'src="{HOME}files/anh.png"' in page
    assert "alert(1)" not in page
    assert "onclick" not in page
    assert "I have read this, go on" in page
    response = client.post(unit("v1") + "done/")
    assert response.url == unit("v2")
    assert BlockCompletion.objects.get().completion == 1
    page = client.get(HOME).content.decode()
    assert "Continue with “Bài đếm”" in page


def open_modules(page: str) -> list[bool]:
    """Of each module of an outline: whether its units are shown."""
    return ["open" in found for found in re.findall(r"<details([^>]*)>\s*<summary><h2", page)]


def test_a_short_outline_is_shown_whole_and_a_long_one_where_one_goes_on(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(learner)
    assert open_modules(client.get(HOME).content.decode()) == [True, True]
    monkeypatch.setattr("classroom.progress.SHORT", 2)
    page = client.get(HOME).content.decode()
    assert open_modules(page) == [True, False]
    assert "0 of 3 units done" in page
    assert "0 of 2 units done" in page
    client.post(unit("v1") + "done/")
    page = client.get(HOME).content.decode()
    assert open_modules(page) == [True, False]
    assert "1 of 2 units done" in page
    for key in ("k1", "k2"):
        assert open_modules(client.get(HOME).content.decode())[int(key[1]) - 1]
        block = UsageKey.from_string(usage("counter", key))
        BlockCompletion.objects.create(
            user=learner, context_key=block.course_key, block_key=block, block_type="counter", completion=1
        )
    assert open_modules(client.get(HOME).content.decode()) == [False, False]


def test_unit_page_wraps_blocks_as_the_platform_does(learner: Any) -> None:
    page = client_of(learner).get(unit("v2")).content.decode()
    key = usage("counter", "k1")
    assert f'data-usage-id="{key}"' in page
    assert 'data-init="Counter"' in page
    assert f'data-handler-prefix="{HOME}xblock/{key}/handler/"' in page
    assert '<script type="json/xblock-args" class="xblock-json-init-args">"{\\"a\\":\\"\\\\u003c\\"}"</script>' in page
    assert "xblock-runtime.js?v=" in page


def test_frame_mode_puts_the_unit_into_a_frame_of_its_own(learner: Any) -> None:
    client = client_of(learner)
    page = client.get(unit("v2") + "?frame=1").content.decode()
    assert 'scrolling="no"' in page
    assert "data-usage-id" not in page
    inside = client.get(unit("v2") + "frame/").content.decode()
    assert "data-usage-id" in inside


def test_visitor_looks_but_does_not_touch(course: Any) -> None:
    client = Client()
    assert "Khóa thử" in client.get("/").content.decode()
    assert "Bài đếm" in client.get(HOME).content.decode()
    page = client.get(unit("v2")).content.decode()
    assert "look, do not touch" in page
    assert client.post(unit("v1") + "done/").url.startswith("/sign-in/")
    course.open_preview = False
    course.save()
    assert client.get(HOME).url.startswith("/sign-in/")
    assert client.get(unit("v2")).url.startswith("/sign-in/")


def test_strangers_find_nothing(outsider: Any) -> None:
    client = client_of(outsider)
    assert client.get(HOME).status_code == 404
    assert client.get(unit("v2")).status_code == 404


def test_language_follows_the_browser_unless_it_lists_vietnamese(course: Any) -> None:
    assert 'lang="vi"' in Client().get("/sign-in/").content.decode()
    assert (
        'lang="vi"' in Client(headers={"Accept-Language": "en-US,en;q=0.9,vi;q=0.8"}).get("/sign-in/").content.decode()
    )
    assert 'lang="en"' in Client(headers={"Accept-Language": "en-US,en"}).get("/sign-in/").content.decode()
    client = Client(headers={"Accept-Language": "vi"})
    client.post("/language/", {"language": "en"})
    assert 'lang="en"' in client.get("/sign-in/").content.decode()


def test_answers_carry_security_headers(course: Any) -> None:
    response = Client().get("/sign-in/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe-eval" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_course_files_are_served_and_run_nothing(course: Any) -> None:
    response = Client().get(f"{HOME}files/anh.png")
    assert b"".join(response.streaming_content) == b"not really a picture"
    assert "sandbox" in response["Content-Security-Policy"]
    assert Client().get(f"{HOME}files/../secret-key").status_code == 404


def test_a_broken_block_leaves_the_page_whole(learner: Any, course: Any) -> None:
    from opaque_keys.edx.keys import UsageKey

    from classroom.authoring import touch
    from classroom.models import Block

    key = UsageKey.from_string(usage("broken", "b1"))
    parent = UsageKey.from_string(usage("vertical", "v2"))
    Block.objects.create(course=course, usage_key=key, block_type="broken", parent_key=parent, order=99)
    missing = UsageKey.from_string(usage("poll", "p1"))
    Block.objects.create(course=course, usage_key=missing, block_type="poll", parent_key=parent, order=100)
    touch(course)
    page = client_of(learner).get(unit("v2")).content.decode()
    assert "This part cannot be shown" in page
    assert "poll" in page
    assert 'data-init="Counter"' in page


def test_user_names_are_the_same_in_capitals(learner: Any) -> None:
    client = Client()
    page = client.get("/sign-in/").content.decode()
    assert "Hiện mật khẩu" in page
    assert client.post("/sign-in/", {"username": "LAN ", "password": "lan-lan"}).url == "/"
    assert "Tài khoản: Bạn lan" in client.get("/").content.decode()
    assert Client().post("/sign-in/", {"username": "lan", "password": "LAN-LAN"}).status_code == 200


def test_two_old_accounts_that_differ_in_capitals_keep_their_own_passwords(learner: Any) -> None:
    make_user("LAN", auth.LEARNER)
    for name in ("lan", "LAN"):
        client = Client()
        client.post("/sign-in/", {"username": name, "password": f"{name}-{name}"})
        assert client.session["_auth_user_id"] == str(get_user_model().objects.get(username=name).pk)


def test_the_way_on_is_plain_while_there_is_something_to_do(learner: Any) -> None:
    client = client_of(learner)
    client.post(unit("v1") + "done/")
    page = client.get(unit("v2")).content.decode()
    pager = page[page.index('<nav class="hv-pager"') :]
    pager = pager[: pager.index("</nav>")]
    assert "hv-btn" not in pager
    assert 'Previous part: <span lang="vi">Bài đọc</span>' in pager
    assert 'Next part: <span lang="vi">Đếm nữa</span>' in pager
    # What the page's script waits for, so that the way on is a button without a reload.
    assert f'role="status" data-hv-left="{usage("counter", "k1")}"' in page
    assert "data-hv-next" in pager
    call(client, "count", {"by": 4})
    page = client.get(unit("v2")).content.decode()
    assert "data-hv-left" not in page
    assert 'class="hv-btn hv-btn--primary" rel="next"' in page
    assert 'class="hv-pager__link" rel="prev"' in page


def test_done_below_the_pass_mark_is_not_shown_as_done(learner: Any, course: Any) -> None:
    client = client_of(learner)
    call(client, "count", {"by": 4})
    page = client.get(HOME).content.decode()
    assert "not passed" not in page
    StudentModule.objects.update(grade=1)
    for where in (HOME, f"{HOME}progress/"):
        page = client.get(where).content.decode()
        assert "Done, not passed yet" in page
        assert "Try again" in page
        assert "</span> Done" not in page
    StudentModule.objects.update(state='{"attempts": 3}')
    page = client.get(HOME).content.decode()
    assert "no attempts left" in page, "the course allows three"
    assert "Try again" not in page
    row = Block.objects.get(usage_key=usage("sequential", "s1"))
    row.settings = {**row.settings, "show_correctness": "never"}
    row.save()
    touch(course)
    assert "not passed" not in client.get(HOME).content.decode(), "the course hides results"


def test_a_block_with_a_pass_mark_is_measured_by_it(learner: Any, course: Any) -> None:
    client = client_of(learner)
    call(client, "count", {"by": 4})
    StudentModule.objects.update(grade=3)
    assert "not passed" not in client.get(HOME).content.decode(), "0.75 where the course asks for 0.6"
    row = Block.objects.get(usage_key=usage("counter", "k1"))
    row.settings = {**row.settings, "pass_mark": 0.8}
    row.save()
    touch(course)
    assert "not passed" in client.get(HOME).content.decode()


def test_a_learners_pages_are_khmer_and_say_so(learner: Any) -> None:
    client = client_of(learner)
    client.cookies["django_language"] = "km-kh"
    response = client.get(unit("v1"))
    page = response.content.decode()
    assert '<html lang="km-kh">' in page
    assert response["Content-Language"] == "km-kh"
    assert "ភាសាខ្មែរ</span></button>" in page
    assert 'xblock-student_view-html" lang="vi"' in page
    client.cookies["django_language"] = "en"
    page = client.get(unit("v1")).content.decode()
    assert '<html lang="en">' in page
    assert 'xblock-student_view-html" lang="vi"' in page


def test_the_desks_of_authors_say_that_they_are_vietnamese_still(author: Any) -> None:
    client = client_of(author)
    client.cookies["django_language"] = "km-kh"
    response = client.get("/author/")
    page = response.content.decode()
    assert '<html lang="vi">' in page
    assert response["Content-Language"] == "vi"
    assert re.search(r"ភាសាខ្មែរ</span> \([^)]+\)</button>", page)


def test_a_course_done_but_not_passed_is_not_called_done(learner: Any) -> None:
    client = client_of(learner)
    client.post(unit("v1") + "done/")
    call(client, "count", {"by": 4})
    call(client, "count", {"by": 2}, block=usage("counter", "k2"))
    for where in ("/", HOME):
        assert "You have done the whole course." in client.get(where).content.decode()
    StudentModule.objects.filter(module_state_key=usage("counter", "k2")).update(grade=0)
    for where in ("/", HOME):
        assert "You have done every part; 1 not passed yet." in client.get(where).content.decode()
