"""Item statistics for staff, and a learner's answers in words: what they say, who sees them, and what they cost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import client_of, make_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from test_real_blocks import Hands, act, archive, boss, hands, real  # noqa: F401

from classroom import auth, itemstats
from classroom.models import Block, Course
from classroom.play import synthetic_learner
from xblocks.common import jsonform
from xblocks.learning_record import api
from xblocks.learning_record.models import Attempt, Response

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def option(name: str, text: str, correct: bool) -> dict[str, Any]:
    return {"id": name, "text": text, "correct": correct, "feedback": "x"}


def question(item_id: str, text: str) -> dict[str, Any]:
    options = [option("a", f"{text}: đúng", True), option("b", "=1+1", False)]
    return {"id": item_id, "type": "single_choice", "text": text, "options": options, "points": 1}


ITEMS = {"mot": "Câu một", "hai": "Câu hai", "ba": "Câu ba", "bon": "Câu bốn"}
QUIZ = {"schema": 1, "items": [question(item, text) for item, text in ITEMS.items()]}


@pytest.fixture
def quiz(course: Course) -> str:
    """A quiz of four questions in the small course; its id."""
    parent = Block.objects.get(course=course, usage_key__endswith="@v2")
    key = course.key.make_usage_key("skill_quiz", "hoi")
    text = jsonform.canonical(QUIZ)
    Block.objects.create(
        course=course,
        usage_key=key,
        block_type="skill_quiz",
        parent_key=parent.usage_key,
        order=99,
        settings={"display_name": "Hỏi nhanh"},
        content={"content": text},
    )
    from classroom.authoring import touch

    touch(course)
    return str(key)


Take = Callable[..., Attempt]


@pytest.fixture
def take(course: Course, quiz: str) -> Take:
    """Records a finished attempt: the answers by item, None for one that was left out."""

    def taken(user: Any, answers: dict[str, str | None], number: int = 1, body: Any = QUIZ) -> Attempt:
        moment = NOW + timedelta(days=number)
        text = jsonform.canonical(body)
        row, _created = api.open_attempt(
            user_id=user.pk,
            course_key=str(course.key),
            usage_key=quiz,
            attempt_id=f"{user.pk:016x}{number:016x}",
            number=number,
            kind="skill_quiz",
            digest=api.keep_content("skill_quiz", 1, text),
            plan={"items": [{"item": item, "order": ["a", "b"], "points": 1} for item in answers]},
            now=moment,
        )
        given = [(item, answer) for item, answer in answers.items() if answer]
        for step, (item, answer) in enumerate(given, start=1):
            api.record_response(
                row,
                step=step,
                item_id=item,
                answer=answer,
                score=float(answer == "a"),
                competencies=[],
                now=moment + timedelta(seconds=step),
            )
        api.close_attempt(row, earned=sum(a == "a" for _, a in given), possible=len(answers), now=moment)
        return row

    return taken


def everyone(take: Take, count: int = 12, start: int = 0) -> None:
    """``count`` learners: the better they are elsewhere, the worse in the third question."""
    for number in range(start, start + count):
        good = (0, 1, 2, 2)[number % 4]
        right = {"mot": good > 0, "hai": good == 2, "ba": good == 0, "bon": good > 0}
        answers = {item: "a" if known else "b" for item, known in right.items()}
        take(make_user(f"hv{number}", auth.LEARNER), answers)


def where(course: Course, quiz: str, name: str = "statistics/") -> str:
    return f"/staff/{course.key}/quiz/{quiz}/{name}"


def page(client: Client, course: Course, quiz: str, more: str = "") -> str:
    response = client.get(where(course, quiz) + more)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_wrong_key_is_named_in_words(course: Course, quiz: str, take: Take, staff: Any) -> None:
    everyone(take)
    shown = page(client_of(staff), course, quiz)
    assert "The key may be wrong" in shown
    assert "1 question deserves a look" in shown
    assert 'href="#q-ba"' in shown
    assert 'id="q-ba"' in shown
    assert "Câu ba: đúng" in shown
    assert "<dd>12</dd>" in shown
    assert "75%" in shown, "nine of twelve were right in the first question"


def test_few_answers_are_no_ground_for_a_verdict(course: Course, quiz: str, take: Take, staff: Any) -> None:
    everyone(take, 9)
    shown = page(client_of(staff), course, quiz)
    assert "Too few answers to say" in shown
    assert "key may be wrong" not in shown
    assert "Nothing in the figures" not in shown


def test_a_quiz_that_nobody_took_says_so(course: Course, quiz: str, staff: Any) -> None:
    shown = page(client_of(staff), course, quiz)
    assert "Nobody has finished this quiz yet." in shown
    assert "Câu một" in shown


def test_which_attempts_count_can_be_chosen(course: Course, quiz: str, take: Take, learner: Any, staff: Any) -> None:
    take(learner, {"mot": "b", "hai": "b", "ba": "b"})
    take(learner, {"mot": "a", "hai": "a", "ba": "a"}, 2)
    take(learner, {"mot": "a", "hai": "b", "ba": "b"}, 3)
    client = client_of(staff)
    means = {
        which: itemstats.report(course_node(course, quiz), which, "en").report.test.mean
        for which in ("first", "last", "best", "all")
    }
    assert means == {"first": 0, "last": pytest.approx(1 / 3), "best": 1, "all": pytest.approx(4 / 9)}
    assert "<dd>100%</dd>" in page(client, course, quiz, "?attempts=best")
    assert 'value="first" selected' in page(client, course, quiz, "?attempts=average")


def course_node(course: Course, quiz: str) -> Any:
    from opaque_keys.edx.keys import UsageKey

    from classroom.structure import tree_of

    course.refresh_from_db()
    return tree_of(course).node(UsageKey.from_string(quiz))


def test_a_question_that_was_edited_or_taken_out_keeps_its_answers(
    course: Course, quiz: str, take: Take, staff: Any, learner: Any, outsider: Any
) -> None:
    old = {"schema": 1, "items": [question("mot", "Câu một, cách hỏi cũ"), question("cu", "Câu cũ")]}
    take(learner, {"mot": "a", "cu": "b"}, body=old)
    take(outsider, {"mot": "b", "hai": None, "ba": "a"})
    found = {line.id: line for line in itemstats.report(course_node(course, quiz), "first", "vi").report.lines}
    assert [(line.number, line.id) for line in found.values()] == [
        (1, "mot"),
        (2, "hai"),
        (3, "ba"),
        (4, "bon"),
        (5, "cu"),
    ]
    assert (found["mot"].text, found["mot"].edited, found["mot"].figures.n) == ("Câu một", True, 2)
    assert (found["cu"].text, found["cu"].gone) == ("Câu cũ", True)
    assert (found["hai"].unanswered, found["hai"].figures.facility) == (1, 0)
    assert not found["ba"].edited
    assert "no longer in the quiz" in page(client_of(staff), course, quiz)


def test_an_explanation_that_was_mended_is_no_other_question(
    course: Course, quiz: str, take: Take, learner: Any
) -> None:
    body = json.loads(json.dumps(QUIZ))
    body["items"][0]["explanation"] = "Vì vậy."
    take(learner, {"mot": "a", "hai": "a", "ba": "a"}, body=body)
    assert not any(line.edited for line in itemstats.report(course_node(course, quiz), "first", "vi").report.lines)


def test_the_file_is_safe_in_a_spreadsheet_and_names_nobody(
    course: Course, quiz: str, take: Take, learner: Any, staff: Any
) -> None:
    take(learner, {"mot": "b", "hai": "a", "ba": None})
    response = client_of(staff).get(where(course, quiz, "statistics.csv"))
    assert response["Content-Disposition"].endswith('hoi-statistics.csv"')
    assert response["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:9] == ["1", "mot", "Câu một", "one right option", "1", "1", "0.00", "", "50.00"]
    assert rows[1][-1] == "Câu một: đúng: 0; '=1+1: 1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "lan" not in response.content.decode("utf-8-sig").lower().split()


def test_the_page_costs_the_same_for_many(course: Course, quiz: str, take: Take, staff: Any) -> None:
    client = client_of(staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(client, course, quiz)
        return len(found)

    everyone(take, 3)
    queries()
    few = queries()
    everyone(take, 30, start=3)
    assert queries() == few


def test_only_a_quiz_of_this_course_has_statistics(course: Course, quiz: str, staff: Any) -> None:
    client = client_of(staff)
    for other in (str(course.key.make_usage_key("html", "h1")), quiz.replace("@hoi", "@khac"), "abc"):
        assert client.get(where(course, other)).status_code == 404
        assert client.get(where(course, other, "statistics.csv")).status_code == 404


def test_only_staff_see_them(course: Course, quiz: str, staff: Any, author: Any, learner: Any, outsider: Any) -> None:
    for name in ("statistics/", "statistics.csv"):
        path = where(course, quiz, name)
        assert client_of(staff).get(path).status_code == 200
        assert [client_of(user).get(path).status_code for user in (author, learner, outsider)] == [403] * 3
        assert Client().get(path).url.startswith("/sign-in/")


def test_the_grade_book_leads_there(course: Course, quiz: str, staff: Any) -> None:
    shown = client_of(staff).get(f"/staff/{course.key}/gradebook/").content.decode()
    assert where(course, quiz) in shown
    assert "Hỏi nhanh" in shown


def test_vietnamese_is_complete(course: Course, quiz: str, take: Take, staff: Any) -> None:
    everyone(take)
    client = Client(headers={"Accept-Language": "vi"})
    client.force_login(staff)
    shown = page(client, course, quiz)
    assert "Đáp án có thể sai" in shown
    for word in ("Facility", "Discrimination", "Shown to", "Answers", "attempt", "Median", "Download"):
        assert word not in shown.replace('name="attempts"', "").replace("attempts", ""), word


# --- the learner's page ---------------------------------------------------------------------------------------------


def learner_page(client: Client, course: Course, user: Any) -> str:
    return " ".join(client.get(f"/staff/{course.key}/learner/{user.pk}/").content.decode().split())


def test_a_learners_answers_are_told_in_the_words_that_the_learner_saw(
    course: Course, quiz: str, take: Take, learner: Any, staff: Any
) -> None:
    old = {"schema": 1, "items": [question("mot", "Câu một, cách hỏi cũ"), question("hai", "Câu hai")]}
    take(learner, {"mot": "b", "hai": None}, body=old)
    shown = learner_page(client_of(staff), course, learner)
    assert "Answers in attempt 1" in shown
    assert "Câu một, cách hỏi cũ" in shown
    assert "<td>=1+1</td>" in shown
    assert "not answered" in shown
    assert "22/11/2026 15:00:01" in shown, "the time in Viet Nam"


def test_what_was_kept_from_the_attempt_before_is_told_as_such(
    course: Course, quiz: str, take: Take, learner: Any, staff: Any
) -> None:
    row = take(learner, {"mot": None, "hai": None})
    row.plan = row.plan | {"kept": [{"item": "mot", "score": 1, "answer": "a", "step": 1, "at": ""}]}
    row.save()
    shown = learner_page(client_of(staff), course, learner)
    assert "Câu một: đúng (kept from the attempt before)" in shown
    assert shown.count("<em>not answered</em>") == 1


def test_answers_cost_two_queries_however_many_there_are(
    course: Course, quiz: str, take: Take, learner: Any, staff: Any
) -> None:
    client = client_of(staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            learner_page(client, course, learner)
        return len(found)

    take(learner, {"mot": "a"})
    queries()
    few = queries()
    for number in range(2, 8):
        take(learner, {"mot": "a", "hai": "b"}, number)
    assert queries() == few
    Response.objects.all().delete()
    Attempt.objects.all().delete()
    assert queries() == few - 2


def test_content_that_cannot_be_read_is_told_by_its_ids(
    course: Course, quiz: str, take: Take, learner: Any, staff: Any
) -> None:
    take(learner, {"mot": "b"}, body={"schema": 99, "items": []})
    shown = learner_page(client_of(staff), course, learner)
    assert '<th scope="row">mot</th><td>b</td>' in shown
    assert "Câu một" in page(client_of(staff), course, quiz)


def test_the_real_course_is_told_in_words(hands: Hands, boss: Client) -> None:  # noqa: F811
    hands.finish()
    hands.play()
    user = Attempt.objects.first().learner.user
    shown = learner_page(boss, hands.course, user)
    rows = list(Response.objects.select_related("attempt"))
    assert shown.count("Answers in attempt 1<") == 2
    assert not [row for row in rows if f'<th scope="row">{row.item_id}</th>' in shown], "titles, no ids"
    found = page(boss, hands.course, str(hands.quiz))
    assert "Too few answers to say" in found


def make_demo(name: str) -> Any:
    """A synthetic learner, as ``hocvuso demo`` makes them."""
    return synthetic_learner(name, f"Bạn {name}", at=NOW)


def test_demo_learners_are_left_out_where_real_ones_have_answered(course: Course, quiz: str, take: Take, staff: Any):
    real_one = make_user("that", auth.LEARNER)
    take(real_one, dict.fromkeys(ITEMS, "a"))
    for number in range(3):
        take(make_demo(f"thu{number}"), dict.fromkeys(ITEMS, "b"))
    page = f"/staff/{course.key}/quiz/{quiz}/statistics/"
    client = client_of(staff)
    shown = client.get(page).content.decode()
    assert "<dt>Finished attempts</dt><dd>1</dd>" in shown
    assert "include demo learners" not in shown
    with_demo = client.get(page, {"demo": "1"}).content.decode()
    assert "<dt>Finished attempts</dt><dd>4</dd>" in with_demo
    assert "These figures include demo learners" in with_demo
    assert "statistics.csv?attempts=first&amp;demo=1" in with_demo
    for asked, shown_to in ((None, "1"), ("0", "1"), ("1", "4")):
        data = {} if asked is None else {"demo": asked}
        file = client.get(f"/staff/{course.key}/quiz/{quiz}/statistics.csv", data).content.decode("utf-8-sig")
        assert next(csv.DictReader(io.StringIO(file)))["Shown to"] == shown_to


def test_a_trial_run_shows_its_figures_and_says_so(course: Course, quiz: str, take: Take, staff: Any):
    take(make_demo("thu"), dict.fromkeys(ITEMS, "a"))
    page = f"/staff/{course.key}/quiz/{quiz}/statistics/"
    shown = client_of(staff).get(page).content.decode()
    assert "<dt>Finished attempts</dt><dd>1</dd>" in shown
    assert "These figures include demo learners, who are nobody." in shown
    assert "Nobody has finished this quiz yet." in client_of(staff).get(page, {"demo": "0"}).content.decode()


def test_without_demo_learners_nothing_is_said_of_them(course: Course, quiz: str, take: Take, staff: Any):
    take(make_user("that", auth.LEARNER), dict.fromkeys(ITEMS, "a"))
    shown = client_of(staff).get(f"/staff/{course.key}/quiz/{quiz}/statistics/").content.decode()
    assert "emo learners" not in shown


def test_practice_counts_in_a_quiz_for_practice_only(course: Course, quiz: str, take: Take, staff: Any) -> None:
    everyone(take, 4)
    for row in Attempt.objects.all():
        row.plan = {**row.plan, "practice": True}
        row.save()
    assert "hv-empty" in page(client_of(staff), course, quiz)
    Block.objects.filter(usage_key=quiz).update(settings={"display_name": "Hỏi nhanh", "behaviour": "practice"})
    from classroom.authoring import touch

    touch(course)
    assert "hv-empty" not in page(client_of(staff), course, quiz)
