"""Files that other people's tools wrote are read, and they read ours."""

import io
import json
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.skill_quiz.formats.foreign import GOLDEN, items
from xblocks.common import safexml, workbook
from xblocks.skill_quiz.formats import gift, moodle_xml, qti, table
from xblocks.skill_quiz.model import Quiz

from .conftest import interpreter

EVERY_TYPE = Quiz.from_json((GOLDEN / "all" / "quiz.json").read_text("utf-8"))


def run(program: str, *arguments: str | Path) -> str:
    """What a program prints in the peers' environment; its last line."""
    done = subprocess.run(
        [interpreter("quizfiles"), "-W", "ignore", "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.rstrip("\n").rpartition("\n")[2]


@pytest.fixture
def quiz() -> Quiz:
    """The golden quiz."""
    return Quiz.from_json((GOLDEN / "quiz.json").read_text("utf-8"))


PACKAGE = """
import sys
from qti_package_maker import package_interface
p = package_interface.QTIPackageInterface("sample", verbose=False, allow_mixed=True)
p.add_item("MC", ("What is the <b>powerhouse</b>?", ["Nucleus", "Mitochondria"], "Mitochondria"))
p.add_item("MA", ("Which are colours?", ["Red", "Dog", "Blue"], ["Red", "Blue"]))
p.add_item("NUM", ("What is pi?", 3.14, 0.01, True))
p.add_item("FIB", ("Two plus two is?", ["four", "4"]))
p.add_item("MATCH", ("Match these.", ["Orange", "Lemon"], ["orange", "yellow", "blue"]))
p.add_item("ORDER", ("Order the steps.", ["First", "Second", "Third"]))
p.add_item("MULTI_FIB", ("Roses are [c1] and violets are [c2].", {"c1": ["red"], "c2": ["blue", "violet"]}))
p.save_package("blackboard_qti_v2_1", sys.argv[1])
"""


def test_a_package_of_qti_package_maker_is_read_whole(tmp_path: Path) -> None:
    target = tmp_path / "sample.zip"
    run(PACKAGE, target)
    result = qti.read(target.read_bytes())
    rows = items(result.quiz)
    assert [row["type"] for row in rows] == [
        "single_choice", "multiple_choice", "number", "short_text", "matching", "ordering", "gaps",
    ]  # fmt: skip
    assert rows[0]["text"] == "What is the <strong>powerhouse</strong>?"
    assert [o["text"] for o in rows[1]["options"] if o["correct"]] == ["Red", "Blue"]
    assert (rows[2]["alternatives"][0]["value"], rows[2]["alternatives"][0]["tolerance"]) == (3.14, 0.01)
    assert [(p["left"], p["right"]) for p in rows[4]["pairs"]] == [("Orange", "orange"), ("Lemon", "yellow")]
    assert [s["text"] for s in rows[5]["steps"]] == ["First", "Second", "Third"]
    assert rows[6]["body"] == "Roses are [[a]] and violets are [[b]]."
    assert result.losses == ()


def test_our_package_made_qti_3_by_another_converter_is_the_same_quiz(tmp_path: Path, quiz: Quiz) -> None:
    ours, theirs = tmp_path / "ours.zip", tmp_path / "theirs.zip"
    ours.write_bytes(qti.write(quiz)[0])
    run("import sys, qti_convert; qti_convert.upgrade_package(sys.argv[1], sys.argv[2])", ours, theirs)
    assert b"qti-assessment-item" in b"".join(_members(theirs))
    result = qti.read(theirs.read_bytes())
    assert result.quiz == qti.read(ours.read_bytes()).quiz
    assert result.quiz is not None


def _tree(data: bytes) -> Any:
    """An XML file without what says nothing: where its schema lies, spaces around elements, and the least number of
    choices that the converter adds."""

    def plain(node: Any) -> Any:
        attributes = {k: v for k, v in node.attrib.items() if not k.startswith("{") and k != "min-choices"}
        return node.tag, attributes, (node.text or "").strip(), (node.tail or "").strip(), [plain(n) for n in node]

    return plain(safexml.parse(data))


def test_our_qti_3_is_what_another_converter_makes_of_our_qti_2(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.zip", tmp_path / "theirs.zip"
    ours.write_bytes(qti.write(EVERY_TYPE)[0])
    run("import sys, qti_convert; qti_convert.upgrade_package(sys.argv[1], sys.argv[2])", ours, theirs)
    with zipfile.ZipFile(io.BytesIO(qti.write_3(EVERY_TYPE)[0])) as mine, zipfile.ZipFile(theirs) as other:
        names = [name for name in mine.namelist() if name != "imsmanifest.xml"]
        assert len(names) == len(EVERY_TYPE.items) + 1
        for name in names:
            assert _tree(mine.read(name)) == _tree(other.read(name)), name


def test_our_qti_3_made_qti_2_by_another_converter_is_the_same_quiz(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.zip", tmp_path / "theirs.zip"
    ours.write_bytes(qti.write_3(EVERY_TYPE)[0])
    run("import sys, qti_convert; qti_convert.downgrade_package(sys.argv[1], sys.argv[2])", ours, theirs)
    assert b"<assessmentItem" in b"".join(_members(theirs))
    assert qti.read(theirs.read_bytes()).quiz == qti.read(ours.read_bytes()).quiz


ITEMS_OF_3 = """
import json, sys
from qti_sdk import Choice, ChoiceConfig, ItemPackaging, QtiBuilder, QuestionItem, SummativeBehavior
from qti_sdk.models.interactions import MatchConfig, MatchItem, OrderConfig, OrderItem, TextEntryConfig
rows = [
    ("Ai được biết mã OTP?", ChoiceConfig(shuffle=True, choices=[
        Choice(id="A", content="Chỉ **bạn**", correct=True), Choice(id="B", content="Nhân viên ngân hàng")])),
    ("Chọn mọi dấu hiệu.", ChoiceConfig(max_selections=0, choices=[
        Choice(id="A", content="Giục gấp", correct=True), Choice(id="B", content="Xin mã", correct=True),
        Choice(id="C", content="Chào hỏi")])),
    ("Ghép.", MatchConfig(
        source_set=[MatchItem(id="S1", content="Mất thẻ"), MatchItem(id="S2", content="Bị lừa")],
        target_set=[MatchItem(id="T1", content="Công an"), MatchItem(id="T2", content="Ngân hàng")],
        correct_mapping=[("S1", "T2"), ("S2", "T1")])),
    ("Sắp thứ tự.", OrderConfig(correct_order=["B", "A"], items=[
        OrderItem(id="A", content="Khóa SIM"), OrderItem(id="B", content="Báo ngân hàng")])),
    ("Mã sáu số gọi là gì? <blank>", TextEntryConfig(answers=["OTP", "mã OTP"])),
]
out = [QtiBuilder().build(QuestionItem(question=q, behavior=SummativeBehavior(), interactions=[i],
       packaging=ItemPackaging(difficulty=0.3))).item_xml for q, i in rows]
print(); print(json.dumps(out))
"""


def test_items_of_version_3_that_another_library_wrote_are_read() -> None:
    rows = []
    for text in json.loads(run(ITEMS_OF_3)):
        result = qti.read(text.encode())
        rows += items(result.quiz)
        assert result.losses == ()
    assert [(row["id"], row["type"]) for row in rows] == [
        ("ai-duoc-biet-ma-otp", "single_choice"), ("chon-moi-dau-hieu", "multiple_choice"), ("ghep", "matching"),
        ("sap-thu-tu", "ordering"), ("ma-sau-so-goi-la-gi", "gaps"),
    ]  # fmt: skip
    assert [(o["text"], o["correct"]) for o in rows[0]["options"]] == [
        ("Chỉ <strong>bạn</strong>", True),
        ("Nhân viên ngân hàng", False),
    ]
    assert [o["correct"] for o in rows[1]["options"]] == [True, True, False]
    assert [(p["left"], p["right"]) for p in rows[2]["pairs"]] == [("Mất thẻ", "Ngân hàng"), ("Bị lừa", "Công an")]
    assert [s["text"] for s in rows[3]["steps"]] == ["Báo ngân hàng", "Khóa SIM"]
    assert [o["text"] for o in rows[4]["gaps"][0]["options"]] == ["OTP", "mã OTP"]


def _members(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


MOODLE = """
import sys
from moodle_questions.quiz import Quiz
from moodle_questions.questions import MultipleChoiceQuestion, ShortAnswerQuestion
quiz = Quiz()
one = MultipleChoiceQuestion(name="goi-video", question_text="<p>Có <b>nên</b> nghe?</p>", default_mark=2,
                             general_feedback="Cúp máy.", shuffle=True)
one.add_answer(100, "Không", "Đúng.")
one.add_answer(0, "Có", "Sai.")
quiz.add_question(one)
two = ShortAnswerQuestion(name="ma-otp", question_text="Mã gì?", default_mark=1)
two.add_answer(100, "OTP", "Đúng.")
two.add_answer(50, "mã xác thực")
quiz.add_question(two)
quiz.save(sys.argv[1])
"""


def test_moodle_xml_of_another_library_is_read(tmp_path: Path) -> None:
    target = tmp_path / "quiz.xml"
    run(MOODLE, target)
    result = moodle_xml.read(target.read_bytes())
    one, two = items(result.quiz)
    assert (one["id"], one["type"], one["text"], one["points"]) == (
        "goi-video", "single_choice", "Có <strong>nên</strong> nghe?", 2,
    )  # fmt: skip
    assert [(o["text"], o["correct"], o["feedback"]) for o in one["options"]] == [
        ("Không", True, "Đúng."),
        ("Có", False, "Sai."),
    ]
    assert one["explanation"] == "Cúp máy."
    assert [(a["text"], a["score"]) for a in two["alternatives"]] == [("OTP", 1), ("mã xác thực", 0.5)]


def test_our_moodle_xml_is_read_by_another_library(tmp_path: Path, quiz: Quiz) -> None:
    target = tmp_path / "quiz.xml"
    target.write_bytes(moodle_xml.write(quiz)[0])
    program = (
        "import sys, json; from moodle_xml_parser import parser; r = parser.parse_file(sys.argv[1]);"
        "print(json.dumps([[q.name, q.text_pre_parse, q.single,"
        " [[o.answer, o.score_fraction, o.feedback] for o in q.options]] for q in r['multichoice']]))"
    )
    one, two = json.loads(run(program, target))
    assert one[:3] == ["goi-video", "Công an có làm việc qua gọi video không?", True]
    assert one[3][0] == ["Không bao giờ", 100, "Đúng vậy. <em>Trụ sở</em> mới là nơi làm việc."]
    assert (two[0], two[2], [option[1] for option in two[3]]) == ("otp", False, [50, 50, -50])


def test_our_gift_is_read_by_another_parser(tmp_path: Path, quiz: Quiz) -> None:
    target = tmp_path / "quiz.gift"
    target.write_bytes(gift.write(quiz)[0])
    program = (
        "import sys, json; from pygiftparser import parser; r = parser.parseFile(open(sys.argv[1], encoding='utf-8'));"
        "print(); print(json.dumps([[q.title, type(q.answers).__name__, q.valid] for q in r]))"
    )
    assert json.loads(run(program, target)) == [
        ["gioi-thieu", "Description", True],
        ["goi-video", "SelectSet", True],
        ["otp", "MultipleChoicesSet", True],
        ["dau-so", "TrueFalseSet", True],
    ]


def test_every_type_in_our_gift_is_a_valid_question_elsewhere(tmp_path: Path) -> None:
    target = tmp_path / "quiz.gift"
    # Moodle's own form of an ordering is newer than that parser.
    quiz = replace(EVERY_TYPE, items=tuple(item for item in EVERY_TYPE.items if item.type != "ordering"))
    data, losses = gift.write(quiz)
    target.write_bytes(data)
    program = (
        "import sys, json; from pygiftparser import parser; r = parser.parseFile(open(sys.argv[1], encoding='utf-8'));"
        "print(); print(json.dumps([[q.title, type(q.answers).__name__, q.valid] for q in r]))"
    )
    found = {title: (kind, valid) for title, kind, valid in json.loads(run(program, target))}
    left_out = {loss.where.removeprefix("items.") for loss in losses if "câu loại" in loss.vi or "câu có" in loss.vi}
    assert left_out == {"cho-trong", "tim-dau-hieu"}
    assert {item.id for item in quiz.items} - left_out <= set(found)
    assert [title for title, (_, valid) in found.items() if not valid] == []
    assert found["so"][0] == "NumericAnswerSet"
    assert found["ghep-doi"][0] == found["xep-nhom"][0] == "MatchingSet"


def test_the_types_of_our_moodle_xml_that_another_library_knows_are_found_by_it(tmp_path: Path) -> None:
    target = tmp_path / "quiz.xml"
    target.write_bytes(moodle_xml.write(EVERY_TYPE)[0])
    program = (
        "import sys, json; from moodle_xml_parser import parser; r = parser.parse_file(sys.argv[1]);"
        "print(); print(json.dumps({kind: [q.name for q in found] for kind, found in r.items()}))"
    )
    assert json.loads(run(program, target)) == {
        "multichoice": ["mot-lua-chon", "nhieu-lua-chon"],
        "cloze": ["cho-trong"],
    }


def test_our_table_goes_through_another_spreadsheet_library(tmp_path: Path, quiz: Quiz) -> None:
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    ours.write_bytes(table.write_xlsx(quiz)[0])
    program = (
        "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1]); sheet = book.worksheets[0];"
        "sheet.append(['moi', None, 'Câu mới?', 'Một', None, 'Hai', None, None, None, None, None, 'B']);"
        "book.save(sys.argv[2]); print(book.sheetnames)"
    )
    assert run(program, ours, theirs) == "['Câu hỏi', 'Hướng dẫn']"
    result = table.read(theirs.read_bytes())
    assert result.quiz is not None
    assert result.quiz.items[:-1] == quiz.items
    assert items(result.quiz)[-1]["options"][1] == {"id": "b", "text": "Hai", "correct": True, "feedback": ""}


CELLS = """
import json, sys, warnings, openpyxl
warnings.simplefilter("error")
sheet = openpyxl.load_workbook(sys.argv[1]).active
lines = [[[cell.data_type, str(cell.value)] for cell in row] for row in sheet.iter_rows()]
print(json.dumps([sheet.title, sheet.freeze_panes, sheet.auto_filter.ref, lines]))
"""


def test_a_workbook_that_came_in_pieces_is_one_to_openpyxl(tmp_path: Path) -> None:
    sheet = workbook.Sheet("Câu trả lời", ("Tên", "Điểm", "Lúc"), (20, 8, 20), filtered=True)
    lines = [("=1+1", 0.5, datetime(2026, 11, 22, 8, 30, 15, tzinfo=UTC)), ("Nguyễn Thị Lan", 4, None)]
    mark, data = workbook.Mark(), b""
    for line in lines:
        part, mark = workbook.Pieces(sheet).write(mark, [line], last=line is lines[-1])
        data += part
    target = tmp_path / "answers.xlsx"
    target.write_bytes(data)
    assert json.loads(run(CELLS, target)) == [
        "Câu trả lời",
        "A2",
        "A1:C3",
        [
            [["s", "Tên"], ["s", "Điểm"], ["s", "Lúc"]],
            [["s", "=1+1"], ["n", "0.5"], ["d", "2026-11-22 08:30:15"]],
            [["s", "Nguyễn Thị Lan"], ["n", "4"], ["n", "None"]],
        ],
    ]
