"""Lists from offices: heads, running numbers, separators, units; and the page with the passwords."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import client_of
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st

from classroom import pasting
from classroom.models import Cohort, CohortMembership, Course, Enrollment
from classroom.pasting import Person, read_people

LAN, NAM = Person("Nguyễn Thị Lan", "lan.nguyen"), Person("Trần Văn Nam", "nam.tran")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Nguyễn Thị Lan\nTrần Văn Nam", [LAN, NAM]),
        ("1\tNguyễn Thị Lan\n2\tTrần Văn Nam", [LAN, NAM]),
        ("STT\tHọ và tên\n1\tNguyễn Thị Lan\n2\tTrần Văn Nam\n", [LAN, NAM]),
        ("STT,Họ tên,Tên đăng nhập\r\n1,Nguyễn Thị Lan,lan\r\n2,Trần Văn Nam,", [Person(LAN.name, "lan"), NAM]),
        ("\ufeffHọ và tên;Đơn vị\nNguyễn Thị Lan;Xã Hòa Bình", [Person(LAN.name, LAN.username, "Xã Hòa Bình")]),
        ("Nguyễn Thị Lan; lan; Xã Hòa Bình", [Person(LAN.name, "lan", "Xã Hòa Bình")]),
        ("Nguyễn Thị Lan;;Xã Hòa Bình", [Person(LAN.name, LAN.username, "Xã Hòa Bình")]),
        ('TT;Họ và tên đệm;Tên;Ngày sinh\n1;"Nguyễn Thị";Lan;1/1/1990', [LAN]),
        ("1. \tNguyễn Thị Lan\tlan\t", [Person(LAN.name, "lan")]),
        ("Đơn vị\tHọ tên (*)\nXã A\tNguyễn Thị Lan", [Person(LAN.name, LAN.username, "Xã A")]),
    ],
)
def test_lists_of_offices_are_understood(text: str, people: list[Person]) -> None:
    found = read_people(text)
    assert found.wrong == []
    assert found.people == people


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Lan\tXã Hòa Bình\nTrần Văn Nam\tXã Hòa Bình",
        "Nguyễn Thị Lan\tXã Hòa Bình\nTrần Văn Nam\tXã Tân Phú",
        "Nguyễn Thị Lan\tUBND\nTrần Văn Nam\tUBND",
        "Nguyễn Thị Lan\t1990\tlan\tXã A",
        "STT\tĐơn vị\n1\tXã A",
    ],
)
def test_unsure_says_one_sentence_and_makes_nobody(text: str) -> None:
    found = read_people(text)
    assert len(found.wrong) == 1
    assert "head line" in found.wrong[0] or "dòng tiêu đề" in found.wrong[0]
    assert found.people == []


@pytest.mark.django_db
def test_a_made_user_name_takes_none_that_the_list_asks_for() -> None:
    found = read_people("Họ tên;Tài khoản\nNguyễn Thị Lan;\nNguyễn Lan;lan.nguyen")
    assert [person.username for person in found.people] == ["lan.nguyen2", "lan.nguyen"]


@given(st.text(alphabet="STTHọvà ten1.;,\t\n\"'Đơnvị\r\x00\u2028", max_size=80))
def test_any_list_is_people_or_sentences(text: str) -> None:
    rows = list(pasting._rows(text))
    assert all(cells for _number, cells in rows)
    for _number, cells in rows:
        assert len(pasting._head(cells)) in (0, len(cells))


def post(staff: Any, **form: Any) -> str:
    response = client_of(staff).post("/staff/people/paste/", form)
    assert "hv-slip" not in response.content.decode() or response["Cache-Control"] == "no-store"
    return response.content.decode()


def test_the_page_says_who_is_enrolled_and_gives_slips_and_a_file_but_no_way_to_lose_it(
    course: Course, staff: Any
) -> None:
    page = post(staff, lines="Họ tên;Đơn vị;Ngày sinh\n=Lan;Xã A;1990\nNam;Xã A;1991", course=course.pk)
    assert "2 people have been put into the course “Khóa thử”" in page
    assert "Ngày sinh" in page, "the column that was not used is named"
    assert 'name="language"' not in page
    assert page.count('class="hv-slip"') == 2
    address = re.search(r'download="mat-khau.csv" href="data:text/csv;charset=utf-8,([^"]*)"', page)
    assert address
    rows = list(csv.reader(io.StringIO(unquote(address[1]).removeprefix("\ufeff"))))
    assert rows[1][:2] == ["'=Lan", "Xã A"]
    user = get_user_model().objects.get(username=rows[2][2])
    assert user.check_password(rows[2][3])
    assert Enrollment.objects.filter(user=user, course=course).exists()
    assert CohortMembership.objects.get(user=user).cohort == Cohort.objects.get(name="Xã A")


def test_a_unit_that_would_hide_parts_of_the_course_is_refused(course: Course, staff: Any) -> None:
    from classroom.authoring import BlockWriter
    from classroom.structure import tree_of

    chapter = tree_of(course).of_type("chapter")[0]
    BlockWriter(course).write(chapter.key, {"group_access": {"7": [1]}}, {})
    Cohort.objects.create(course=course, name="Tổ 1")
    page = post(staff, lines="Họ tên;Nhóm\nLan;Tổ 2", course=course.pk)
    assert "no group “Tổ 2”" in page
    assert not get_user_model().objects.filter(username="lan").exists()
    post(staff, lines="Họ tên;Nhóm\nLan;tổ 1", course=course.pk)
    assert CohortMembership.objects.get().cohort.name == "Tổ 1"
