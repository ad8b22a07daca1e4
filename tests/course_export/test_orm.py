"""Reading learners from the platform's tables: six moments, none merged, by a constant number of queries."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test.utils import CaptureQueriesContext
from opaque_keys.edx.keys import CourseKey, UsageKey

from course_export.records.sources import orm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("platform_tables")]

COURSE = CourseKey.from_string("course-v1:HocVuSo+THU1+2026")
OTHER = CourseKey.from_string("course-v1:HocVuSo+KHAC+2026")
BLOCKS = [f"block-v1:HocVuSo+THU1+2026+type@html+block@b{i}" for i in range(3)]
MODULES = {"mot": BLOCKS[:2], "hai": BLOCKS[2:]}


def at(day, hour=8):
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


def model(name):
    return apps.get_model(name)


def person(number, *, course=COURSE, enrolled=1, **account):
    user = get_user_model().objects.create(username=f"hv{number:04}", **account)
    model("student.UserProfile").objects.create(user=user, name=f"Học viên {number:04}")
    model("student.CourseEnrollment").objects.create(user=user, course_id=course, created=at(enrolled))
    return user


def state(user, block, day):
    row = model("courseware.StudentModule").objects.create(
        student=user, course_id=COURSE, module_state_key=UsageKey.from_string(block)
    )
    type(row).objects.filter(pk=row.pk).update(created=at(day))


def complete(user, block, day, value=1.0, created=None):
    key = UsageKey.from_string(block)
    row = model("completion.BlockCompletion").objects.create(
        user=user, context_key=COURSE, block_key=key, block_type=key.block_type, completion=value
    )
    type(row).objects.filter(pk=row.pk).update(created=at(created or day), modified=at(day))


def grade(user, percent, day, passed=None):
    model("grades.PersistentCourseGrade").objects.create(
        user_id=user.pk,
        course_id=COURSE,
        percent_grade=percent,
        modified=at(day),
        passed_timestamp=passed and at(passed),
    )


def read(**options):
    return list(orm.learners(COURSE, modules=MODULES, **options))


def test_each_moment_stands_by_itself():
    ann, binh, chi = person(1), person(2), person(3)
    state(binh, BLOCKS[0], 2)
    for i, block in enumerate(BLOCKS):
        complete(chi, block, 3 + i)
    grade(chi, 0.72, 6, passed=6)
    rows = {row.username: row for row in read()}
    assert (rows["hv0001"].started_at, rows["hv0001"].passed_at, rows["hv0001"].percent) == (None, None, None)
    assert rows["hv0002"].started_at == at(2)
    assert rows["hv0002"].modules == {}
    assert rows["hv0003"].started_at == at(3)
    assert rows["hv0003"].modules == {"mot": at(4), "hai": at(5)}
    assert (rows["hv0003"].passed_at, rows["hv0003"].percent) == (at(6), 0.72)
    assert rows["hv0003"].name == "Học viên 0003"
    assert ann.pk


def test_passing_without_completing_and_completing_without_passing_are_kept_apart():
    first, second = person(1), person(2)
    grade(first, 0.9, 4, passed=4)
    for block in BLOCKS:
        complete(second, block, 3)
    grade(second, 0.3, 4)
    rows = read()
    assert [len(r.modules) == 2 for r in rows] == [False, True]
    assert [r.passed_at for r in rows] == [at(4), None]


def test_partial_completion_starts_but_does_not_complete():
    user = person(1)
    complete(user, BLOCKS[2], 5, value=0.5)
    (row,) = read()
    assert row.started_at == at(5)
    assert row.modules == {}


def test_staff_course_team_inactive_and_other_courses_are_outside():
    person(1, is_staff=True)
    person(2, is_superuser=True)
    team, gone = person(3), person(4)
    person(5, course=OTHER)
    model("student.CourseAccessRole").objects.create(user=team, course_id=COURSE, role="instructor")
    model("student.CourseEnrollment").objects.filter(user=gone).update(is_active=False)
    person(6)
    assert [row.username for row in read()] == ["hv0006"]


def test_nothing_after_the_day_counts():
    person(9, enrolled=20)
    user = person(1)
    state(user, BLOCKS[0], 4)
    complete(user, BLOCKS[2], 10, created=4)
    grade(user, 0.8, 12, passed=11)
    (early,) = read(until=at(3))
    assert (early.started_at, early.modules, early.percent) == (None, {}, None)
    (middle,) = read(until=at(5))
    assert (middle.started_at, middle.modules) == (at(4), {})
    (late,) = read(until=at(11, 9))
    assert (late.modules, late.passed_at, late.percent) == ({"hai": at(10)}, at(11), None)


def test_a_group_gives_only_its_members():
    inside, outside = person(1), person(2)
    groups = model("course_groups.CourseUserGroup").objects
    night = groups.create(name="Lớp tối", course_id=COURSE, group_type="cohort")
    day = groups.create(name="Lớp sáng", course_id=COURSE, group_type="cohort")
    groups.create(name="đội", course_id=COURSE, group_type="team")
    membership = model("course_groups.CohortMembership").objects
    membership.create(course_user_group=night, user=inside, course_id=COURSE)
    membership.create(course_user_group=day, user=outside, course_id=COURSE)
    assert orm.groups(COURSE) == ["Lớp sáng", "Lớp tối"]
    assert [(row.username, row.group) for row in read(group="Lớp tối")] == [("hv0001", "Lớp tối")]


def test_every_learner_comes_once_in_order_whatever_the_page_size():
    for number in range(1, 8):
        person(number)
    expected = [f"hv{number:04}" for number in range(1, 8)]
    for page in (1, 2, 3, 7, 8):
        assert [row.username for row in read(page=page)] == expected


def test_queries_per_page_do_not_grow_with_the_learners(django_assert_num_queries):
    from django.db import connection

    for number in range(1, 4):
        complete(person(number), BLOCKS[0], 2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        read(page=50)
    for number in range(4, 41):
        complete(person(number), BLOCKS[0], 2)
    with CaptureQueriesContext(connection) as many:
        read(page=50)
    assert len(few) == len(many) == 6
    with CaptureQueriesContext(connection) as paged:
        read(page=10)
    assert len(paged) == 4 * 6 + 1


def test_a_module_without_blocks_is_never_complete_and_a_half_one_neither():
    complete(person(1), BLOCKS[0], 2)
    (row,) = orm.learners(COURSE, modules={**MODULES, "rong": []})
    assert row.modules == {}
