"""An author brings questions with pictures from Moodle, on a phone: the pictures come along and are seen."""

from __future__ import annotations

import base64
import re

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .editor import open_editor, press, view
from .looks import check_frame
from .walk import enter

#: Two by two pixels, red.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4r6AARAwQCgAmbgT90I7UiAAAAABJRU5ErkJggg=="
SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"></svg>').decode()
MOODLE = f"""<quiz><question type="multichoice"><name><text>Ảnh chụp tin nhắn</text></name><questiontext format="html">
<text><![CDATA[<p>Tin nhắn này có đáng ngờ không?</p><p><img src="@@PLUGINFILE@@/tin%20nhan.png" alt="Tin nhắn lạ">
<img src="@@PLUGINFILE@@/hinh.svg" alt="Hình vẽ"></p>]]></text>
<file name="tin nhan.png" encoding="base64">{PNG}</file>
<file name="hinh.svg" encoding="base64">{SVG}</file></questiontext>
<single>true</single>
<answer fraction="100"><text>Có</text><feedback><text>Đúng.</text></feedback></answer>
<answer fraction="0"><text>Không</text><feedback><text>Xem lại địa chỉ.</text></feedback></answer></question></quiz>"""


def test_pictures_of_moodle_questions_come_along(classroom: Classroom, phone: Page):
    page = phone
    enter(page, classroom, "soanbai")
    frame = open_editor(page, classroom, "skill_quiz")
    view(frame, "Nhập và xuất")
    frame.get_by_label("Tệp", exact=True).set_input_files(
        files=[{"name": "moodle.xml", "mimeType": "application/xml", "buffer": MOODLE.encode()}]
    )
    expect(frame.get_by_label("Định dạng").first).to_have_value("moodle_xml")
    frame.get_by_role("button", name="Đọc tệp").click()
    expect(frame.get_by_text("Trong tệp có 1 hình.")).to_be_visible()
    expect(frame.get_by_text("“hinh.svg” không được giữ")).to_be_visible()
    check_frame(page)
    frame.get_by_role("button", name="Thêm vào cuối bài").click()
    expect(frame.get_by_text("1 hình đã nằm trong mục Tệp của khóa học.")).to_be_visible()
    check_frame(page)
    picture = frame.locator(".hv-itempreview img[alt='Tin nhắn lạ']")
    expect(picture).to_have_attribute("src", re.compile(r"/files/tin_nhan\.png$"))
    expect(picture).to_have_js_property("naturalWidth", 2)
    press(frame, "Lưu")
