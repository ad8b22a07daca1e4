"""The whole way of the first course: a learner on a small phone, then staff in the office; and the same on a bad
network at 200 % zoom."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page, Request, Route, expect

from .conftest import Classroom
from .looks import check
from .people import story_of, way_to
from .walk import (
    answer,
    arrive,
    choose,
    enter,
    follow,
    next_question,
    open_course,
    press,
    question,
    quiz,
    see_results,
    sign_in,
    sim,
    take,
    units,
)

MODULE = "goi-dien-gia-danh"


class TestOnAPhone:
    """In order: the second test needs what the first one left."""

    def test_a_learner_reads_answers_and_rehearses(self, classroom: Classroom, phone: Page):
        page = phone
        page.goto(classroom.url)
        check(page, "chao-mung")
        page.goto(f"{classroom.url}/sign-in/")
        check(page, "dang-nhap")
        sign_in(page, classroom, "hocvien")
        check(page, "khoa-hoc-cua-toi")
        open_course(page)
        check(page, "de-cuong")
        unit = units(page)[1:]  # after the inbox: a lesson, a quiz and a simulation by turns
        assert len(unit) >= 9

        page.goto(unit[0])
        check(page, "bai-doc")
        follow(page, page.locator(".hv-pager button, .hv-pager .hv-btn--primary").last)

        expect(quiz(page).get_by_role("heading").first).to_be_visible()
        check(page, "cau-hoi-bat-dau")
        press(quiz(page), "Bắt đầu")
        expect(quiz(page).locator("fieldset")).to_be_visible()
        check(page, "cau-hoi")
        answer(page, MODULE, right=False)
        verdict = quiz(page).get_by_role("status").filter(has_text="Chưa đúng")
        expect(verdict).to_be_visible()
        expect(verdict).to_contain_text("Vì sao?")
        check(page, "cau-hoi-vi-sao")
        for _ in range(4):
            next_question(page)
            answer(page, MODULE, right=True)
            expect(quiz(page).get_by_role("status").filter(has_text="Đúng rồi")).to_be_visible()
        see_results(page)
        expect(quiz(page)).to_contain_text("Bạn đúng 4 trong 5 câu")
        # The way on is the button of the page at once, and the focus stays with the results.
        expect(page.locator(".hv-pager a[rel=next].hv-btn--primary")).to_be_visible()
        expect(page.locator("main").get_by_text("Bạn đã làm xong phần này.")).to_be_visible()
        expect(quiz(page).get_by_role("heading", name="Kết quả")).to_be_focused()
        check(page, "cau-hoi-ket-qua")

        story = story_of(MODULE)
        page.goto(unit[2])
        expect(sim(page).get_by_role("heading").first).to_be_visible()
        check(page, "tinh-huong-bat-dau")
        press(sim(page), "Bắt đầu diễn tập")
        way = way_to(story, "bad")
        for step, text in enumerate(way):
            expect(sim(page).locator("[data-choice]").first).to_be_visible()
            if step == 0:
                check(page, "tinh-huong-canh")
                take(page, text)
                expect(sim(page).get_by_role("heading", name="Chuyện gì xảy ra?")).to_be_focused()
                press(sim(page), "Vì sao? Xem dấu hiệu")
                check(page, "tinh-huong-dau-hieu")
                press(sim(page), "Đi tiếp")
            else:
                choose(page, text)
        expect(sim(page)).to_contain_text("Lần này bị lừa")
        check(page, "tinh-huong-ket-xau")
        press(sim(page), "Diễn tập lại")
        for text in way_to(story, "good"):
            choose(page, text)
        expect(sim(page)).to_contain_text("Kết thúc tốt")
        check(page, "tinh-huong-ket-tot")

        page.goto(classroom.url)
        open_course(page)
        follow(page, page.get_by_role("link", name="Kết quả").first)
        check(page, "ket-qua-cua-toi")

    def test_staff_see_the_row_and_export_it(self, classroom: Classroom, desk: Page):
        page = desk
        enter(page, classroom, "quanly")
        open_course(page)
        follow(page, page.get_by_role("link", name="Sổ điểm").first)
        row = page.get_by_role("row").filter(has_text="hocvien")
        expect(row).to_be_visible()
        check(page, "so-diem")
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").or_(page.get_by_role("button", name="CSV")).first.click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert any("hocvien" in row for row in rows)

    def test_the_command_exports_the_same_learner(self, classroom: Classroom, tmp_path):
        out = tmp_path / "ket-qua.csv"
        done = classroom.command("export", "completions", "--format", "csv", "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert "hocvien" in out.read_text(encoding="utf-8-sig")


class EveryRequestFailsOnce:
    """The network of a village: each request fails the first time; by turns before it arrives, and after it did its
    work."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, str | None]] = set()
        self.lost = 0
        self.turn = False

    def __call__(self, route: Route, request: Request) -> None:
        key = (request.method, request.url, request.post_data)
        if key in self.seen:
            route.continue_()
            return
        self.seen.add(key)
        self.lost += 1
        if request.method == "POST" and "/handler/" in request.url:
            self.turn = not self.turn
            if self.turn:
                route.fetch()  # the server did its work; the answer is lost
        route.abort("connectionfailed")


class TestOnABadNetwork:
    """At 200 % zoom, every request failing once, a reload and an expired session in between."""

    def test_nothing_is_lost_and_one_sentence_says_what_is_saved(self, classroom: Classroom, zoomed: Page):
        page = zoomed
        enter(page, classroom, "hocvien")
        open_course(page)
        unit = units(page)[1:]  # after the inbox: a lesson, a quiz and a simulation by turns
        assert len(unit) >= 9
        module = "tin-nhan-ngan-hang"

        network = EveryRequestFailsOnce()
        page.route("**/*", network)
        arrive(page, unit[3], lambda p: p.locator(".hv-unit p"))  # the lesson
        arrive(page, unit[4], lambda p: quiz(p).get_by_role("button", name="Bắt đầu"))
        press(quiz(page), "Bắt đầu")  # what fails once is tried again by the page
        expect(quiz(page).locator("fieldset")).to_be_visible()
        first = answer(page, module, right=False)
        saved = quiz(page).locator(".hv-save")
        expect(saved).to_contain_text("Đã lưu")
        verdict = quiz(page).get_by_role("status").filter(has_text="Chưa đúng")
        expect(verdict).to_be_visible()
        expect(verdict).to_contain_text("Vì sao?")
        check(page, "mang-yeu-phong-to")
        next_question(page)

        # An answer is given while nothing gets through, and the page is reloaded.
        page.unroute("**/*")
        page.route("**/handler/**", lambda route: route.abort("connectionfailed"))
        second = answer(page, module, right=True)
        expect(saved).to_contain_text("Đã lưu trên máy này, chưa gửi")
        page.reload()
        expect(quiz(page).locator("fieldset")).to_be_visible()
        assert question(page) == second != first
        expect(quiz(page).locator("input:checked").first).to_be_attached()
        expect(saved).to_contain_text("chưa gửi")
        expect(quiz(page)).to_contain_text("Câu trả lời này đã có trên máy")

        # The session ends before the network is back.
        page.context.clear_cookies(name="sessionid")
        page.unroute("**/handler/**")
        saved.get_by_role("button", name="Thử lại").click()
        expect(saved).to_contain_text("Phiên đăng nhập đã hết. Câu trả lời vẫn được giữ")
        check(page, "het-phien")
        saved.get_by_role("link", name="Đăng nhập lại").click()
        sign_in(page, classroom, "hocvien")
        expect(quiz(page).locator("fieldset")).to_be_visible()
        assert question(page) == second
        expect(quiz(page).get_by_role("status").filter(has_text="Đúng rồi")).to_be_visible()
        expect(saved).to_contain_text("Đã lưu")

        # The rest with every request failing once again, to the end.
        page.route("**/*", EveryRequestFailsOnce())
        for _ in range(3):
            next_question(page)
            answer(page, module, right=True)
            expect(quiz(page).get_by_role("status").filter(has_text="Đúng rồi")).to_be_visible()
        see_results(page)
        expect(quiz(page)).to_contain_text("Bạn đúng 4 trong 5 câu")

        arrive(page, unit[5], lambda p: sim(p).get_by_role("button", name="Bắt đầu diễn tập"))
        press(sim(page), "Bắt đầu diễn tập")
        for text in way_to(story_of(module), "bad"):
            choose(page, text)
        expect(sim(page)).to_contain_text("Lần này bị lừa")
        sim(page).get_by_role("button", name="Diễn tập lại").first.click()
        for text in way_to(story_of(module), "good"):
            choose(page, text)
        expect(sim(page)).to_contain_text("Kết thúc tốt")
        assert network.lost > 5


def test_a_shared_phone_neither_shows_nor_sends_another_persons_answers(classroom: Classroom, phone: Page):
    page = phone
    enter(page, classroom, "hocvien")
    open_course(page)
    address = units(page)[11]
    page.goto(address)
    press(quiz(page), "Bắt đầu")
    expect(quiz(page).locator("fieldset")).to_be_visible()
    page.route("**/handler/**", lambda route: route.abort("connectionfailed"))
    answer(page, "muon-tien-tai-khoan-bi-hack", right=True)
    expect(quiz(page).locator(".hv-save")).to_contain_text("chưa gửi")
    page.context.clear_cookies()
    page.unroute("**/handler/**")

    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "/handler/" in request.url else None)
    enter(page, classroom, "quanly")
    page.goto(address)
    expect(quiz(page).get_by_role("heading").first).to_be_visible()
    assert not [body for body in sent if '"answer"' in body]
    expect(quiz(page)).not_to_contain_text("chưa gửi")
