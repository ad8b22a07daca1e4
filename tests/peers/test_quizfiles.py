"""Files that other people's tools wrote are read, and they read ours."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.skill_quiz.formats.foreign import GOLDEN, items
from xblocks.skill_quiz.formats import gift, moodle_xml, qti, table
from xblocks.skill_quiz.model import Quiz

from .conftest import interpreter


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


def _members(path: Path) -> list[bytes]:
    import zipfile

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
