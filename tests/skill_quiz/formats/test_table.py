"""The table: what an office fills in is read, errors name the cell, nothing becomes a formula, nothing is lost."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given

from tests.skill_quiz.formats.foreign import QUIZZES, check_report, check_result, golden, items, noise
from xblocks.common import cells, safexml
from xblocks.skill_quiz.formats import table
from xblocks.skill_quiz.formats.table import xlsx
from xblocks.skill_quiz.model import Quiz, empty_quiz

HEAD = "Mã câu,Câu hỏi,Lựa chọn A,Phản hồi A,Lựa chọn B,Phản hồi B,Lựa chọn C,Đáp án"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read_csv(*lines: str) -> table.ReadResult:
    return table.read("\r\n".join(lines).encode("utf-8-sig"))


def test_a_row_is_a_question() -> None:
    result = read_csv(HEAD, 'goi-video,"Gọi video?\nThật không?",Không,Đúng vậy.,Có,Chưa đúng.,,A')
    (item,) = items(result.quiz)
    assert (item["id"], item["type"], item["text"]) == ("goi-video", "single_choice", "Gọi video?<br>Thật không?")
    assert [(o["text"], o["correct"], o["feedback"]) for o in item["options"]] == [
        ("Không", True, "Đúng vậy."),
        ("Có", False, "Chưa đúng."),
    ]
    assert result.losses == ()


def test_types_follow_from_the_answer() -> None:
    result = read_csv(HEAD, ",Một hai?,a,,b,,c,A; C", ",Đúng chứ nào?,,,,,,Sai", ",Đúng không vậy?,Đúng,x,Sai,y,,a")
    assert [i["type"] for i in items(result.quiz)] == ["multiple_choice", "true_false", "true_false"]
    assert [i["id"] for i in items(result.quiz)] == ["mot-hai", "dung-chu-nao", "dung-khong-vay"]
    assert items(result.quiz)[2]["answer"] is True


def test_semicolons_tabs_and_english_headers_are_read() -> None:
    for sign in ";\t":
        text = "Question,Option 1,Option 2,Answer\nWhat is it?,a,b,2".replace(",", sign)
        assert items(table.read(text.encode()).quiz)[0]["options"][1]["correct"] is True


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (",Câu này?,a,,b,,c,D", "H2", "unknown-answer"),
        (",Câu này?,a,,b,,c,", "H2", "no-right-option"),
        (",Câu này?,a,,,sai,c,A", "F2", "feedback-without-option"),
        (",,a,,b,,,A", "B2", "item-without-text"),
        (",Câu này?,a,,,,,A", "B2", "too-few-options"),
    ],
)
def test_an_error_names_its_cell(row: str, cell: str, code: str) -> None:
    result = read_csv(HEAD, row)
    assert result.quiz is None
    (error,) = [f for f in result.findings if f.severity == "error"]
    assert (error.where, error.code, error.line) == (cell, code, 2)
    assert error.vi.startswith(f"Ô {cell}: ")
    assert error.en.startswith(f"Cell {cell}: ")


def test_nobody_at_a_table_is_told_to_write_markdown() -> None:
    result = read_csv("Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án", "Một lựa chọn?,Có,,A", "Hai lựa chọn?,Có,Không,A")
    said = [sentence for f in result.findings for sentence in (f.vi, f.en)]
    assert "Ô A2: Câu “mot-lua-chon” cần ít nhất hai lựa chọn." in said
    assert not [sentence for sentence in said if "“- [" in sentence or "“> " in sentence or "“**" in sentence]


def test_a_repeated_id_a_wrong_word_and_a_bad_number_name_their_cells() -> None:
    head = "Mã câu,Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án,Cách chấm,Điểm,Năng lực"
    result = read_csv(head, "mot,Q?,a,b,A,,1,", "mot,Q?,a,b,A,hết,hai,tt02", "hai,Q?,a,b,A,,-1,tt02:1")
    cells = {f.where: f.code for f in result.findings if f.severity == "error"}
    assert cells == {"A3": "duplicate-id", "F3": "unknown-value", "G4": "bad-number"}


def test_an_unknown_column_is_reported() -> None:
    result = read_csv("Câu hỏi,Lựa chọn A,Lựa chọn B,Đáp án,Người soạn", "Q gì?,a,b,A,x")
    assert [loss.where for loss in result.losses] == ["E1"]


@pytest.mark.parametrize("text", ["", "a,b\nc,d", "\n\n"])
def test_a_table_without_a_header_says_so(text: str) -> None:
    assert [f.code for f in table.read(text.encode()).findings] == ["no-header"]


def asked(text: str, option: str = "Có") -> Quiz:
    """A quiz of one question with ``text``, as authored."""
    options = [
        {"id": "a", "text": option, "correct": True, "feedback": "Đúng vậy."},
        {"id": "b", "text": "Không", "correct": False, "feedback": "Chưa đúng."},
    ]
    return Quiz.from_json(
        {"schema": 1, "items": [{"id": "q", "type": "single_choice", "text": text, "options": options}]}
    )


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "@x", "'=1", "''", "'a'", "'a", "a=1", "0912345678", "'0912345678"),
        *("Gọi ai;=1+1", 'Gọi ai; "=1', "Gọi ai<br>=1+1", "Gọi ai;'=1", "Gọi ai<br>@x;-1", "a;+1;'-2"),
        "<p>Chọn:</p><ul><li>một</li><li>hai</li></ul>",
    ],
)
def test_no_cell_of_a_csv_file_begins_a_formula_and_every_one_comes_back(text: str) -> None:
    quiz = asked(text, option=text if "<p>" not in text else "=1;=2")
    data, losses = table.write_csv(quiz)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for cell in itertools.chain.from_iterable(rows):
        for part in re.split(r"[;\t\r\n]", cell):
            assert not part.lstrip(' "').startswith(cells.STARTERS), cell
    assert table.read(data).quiz == quiz
    assert losses == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("''=1", "'=1"),
        ("'=1;=2", "=1;=2"),
        ("'''", "''"),
        ("a;=1", "a;=1"),
        ("a\n+1", "a<br>+1"),
        ("'a", "'a"),
        ("'Xin chào' là gì?", "'Xin chào' là gì?"),
    ],
)
def test_files_that_were_written_before_separators_were_guarded_are_read_as_ever(cell: str, text: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["Câu hỏi", "Lựa chọn A", "Lựa chọn B", "Đáp án"], [cell, "Có", "Không", "A"]])
    (item,) = items(table.read(target.getvalue().encode()).quiz)
    assert item["text"] == text


def test_nothing_in_a_workbook_is_a_formula() -> None:
    quiz = Quiz.from_json(
        {
            "schema": 1,
            "items": [
                {
                    "id": "a",
                    "type": "single_choice",
                    "text": '=HYPERLINK("http://x")',
                    "options": [
                        {"id": "a", "text": "=1+1", "correct": True, "feedback": "@SUM(A1)"},
                        {"id": "b", "text": "-2", "correct": False, "feedback": "_x0041_"},
                    ],
                }
            ],
        }
    )
    data, _ = table.write_xlsx(quiz)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = safexml.parse(book.read("xl/worksheets/sheet1.xml"))
    assert sheet.findall(f".//{{{MAIN}}}f") == []
    assert {c.get("t") for c in sheet.iter(f"{{{MAIN}}}c") if c.get("s") != "2"} == {"inlineStr"}
    assert table.read(data).quiz == quiz


def workbook(sheet: str, strings: str = "", styles: str = "") -> bytes:
    """A workbook as other programs write it: shared strings, a sheet of another name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="x" sheetId="7" r:id="rId9"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId9" Target="/xl/worksheets/tờ.xml"/></Relationships>',
        )
        book.writestr("xl/worksheets/tờ.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>')
        if strings:
            book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        if styles:
            book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    return target.getvalue()


STRINGS = "".join(f"<si><t>{word}</t></si>" for word in ("Câu hỏi", "Lựa chọn A", "Lựa chọn B", "Đáp án")) + (
    "<si><r><t>Số </t></r><r><rPr><b/></rPr><t>nào?</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
)
HEADER = '<row r="3">' + "".join(f'<c r="{"BCDE"[n]}3" t="s"><v>{n}</v></c>' for n in range(4)) + "</row>"


def test_a_workbook_with_shared_strings_numbers_and_formulas_is_read() -> None:
    sheet = (
        f'{HEADER}<row r="7"><c r="B7" t="s"><v>4</v></c><c r="C7"><f>150+6</f><v>156</v></c>'
        '<c r="D7" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="E7" t="inlineStr"><is><t>A</t></is></c></row>'
    )
    (item,) = items(table.read(workbook(sheet, STRINGS)).quiz)
    assert item["text"] == "Số nào?"
    assert [o["text"] for o in item["options"]] == ["156", "ab"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="C7" s="1"><v>45000</v></c>', "date"),
        ('<c r="C7" s="2"><v>0.5</v></c>', "date"),
        ('<c r="C7" t="e"><v>#REF!</v></c>', "cell-error"),
        ('<c r="C7"><f>1+1</f></c>', "formula"),
    ],
)
def test_a_cell_that_excel_spoiled_is_named(cell: str, code: str) -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="h:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    )
    sheet = f'{HEADER}<row r="7"><c r="B7" t="s"><v>4</v></c>{cell}<c r="D7" t="s"><v>4</v></c></row>'
    result = table.read(workbook(sheet, STRINGS, styles))
    assert ("C7", code) in [(f.where, f.code) for f in result.findings]


def test_hostile_workbooks_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    assert table.read(workbook(f"{HEADER}", f"</sst>{bomb}<sst>")).quiz is None
    big = io.BytesIO()
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * 70_000_000)
    assert [f.code for f in table.read(big.getvalue()).findings] == ["bad-archive"]
    odd = io.BytesIO()
    with zipfile.ZipFile(odd, "w") as book:
        book.writestr("../x", b"")
    assert [f.code for f in table.read(odd.getvalue()).findings] == ["bad-archive"]
    assert [f.code for f in table.read(b"PK\x03\x04 no zip").findings] == ["bad-archive"]


def test_the_template_of_an_empty_quiz_has_a_header_and_instructions() -> None:
    data, losses = table.write_xlsx(empty_quiz())
    assert losses == ()
    grid = xlsx.read(data)
    assert grid.get(1, 3).text == "Câu hỏi"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert "Cách điền" in book.read("xl/worksheets/sheet2.xml").decode()


def test_golden_table() -> None:
    quiz = Quiz.from_json(golden("quiz.json", ""))
    data, losses = table.write_csv(quiz)
    assert data.decode("utf-8-sig").replace("\r\n", "\n") == golden("table_out.csv", "")
    assert [loss.where for loss in losses] == ["intro", "pools.chung", "facts.kenh-156"]


@pytest.mark.parametrize("write", [table.write_csv, table.write_xlsx])
@given(QUIZZES)
def test_every_question_of_a_choice_type_comes_back_the_same(
    write: Callable[..., tuple[bytes, object]], quiz: Quiz
) -> None:
    data, losses = write(quiz)
    check_report(losses)  # type: ignore[arg-type]
    result = table.read(data)
    check_result(result)
    touched = {loss.where for loss in losses}  # type: ignore[attr-defined]
    back = {} if result.quiz is None else result.quiz.by_id
    wrong = [i for i in quiz.items if f"items.{i.id}" not in touched and back.get(i.id) != i]
    assert wrong == []
    assert not {w for w in touched if w.startswith("items.") and quiz.by_id[w[6:]].type.endswith(("choice", "false"))}


@given(
    noise("Câu hỏi", "Lựa chọn A", "Đáp án", ",", ";", "\n", '"', "A", "=", "Loại câu", "số", "ghép đôi", "=>", "{#a}")
)
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    check_result(table.read(data))


def one_row(**cells: str) -> bytes:
    """A table of one question, as somebody writes it in Excel and saves it as CSV."""
    names = list(cells)
    lines = [names, [cells[name] for name in names]]
    return "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines).encode()


def test_gaps_are_written_by_hand_in_a_table() -> None:
    cells = {
        "Loại câu": "điền chỗ trống", "Câu hỏi": "Điền vào.\n\nGọi số [[1]], rồi báo [[2]].", "Lựa chọn A": "[[1]] 156",
        "Lựa chọn B": "[[2]] công an", "Phản hồi B": "Đúng nơi.", "Lựa chọn C": "[[2]] người gọi", "Đáp án": "A, B",
    }  # fmt: skip
    (found,) = items(table.read(one_row(**cells)).quiz)
    assert (found["type"], found["text"], found["scoring"]) == ("gaps", "Điền vào.", "partial")
    assert found["body"] == "Gọi số [[1]], rồi báo [[2]]."
    first, second = found["gaps"]
    assert (first["id"], first["mode"], [o["text"] for o in first["options"]]) == ("1", "type", ["156"])
    assert (second["id"], second["mode"]) == ("2", "choose")
    assert [(o["id"], o["text"], o["correct"], o["feedback"]) for o in second["options"]] == [
        ("a", "công an", True, "Đúng nơi."), ("b", "người gọi", False, ""),
    ]  # fmt: skip
    typed = table.read(one_row(**{**cells, "Tùy chọn": "[[2]]: gõ, không cần dấu"})).quiz
    (again,) = items(typed)
    assert {gap["id"]: (gap["mode"], gap["ignore_diacritics"]) for gap in again["gaps"]} == {
        "1": ("type", False), "2": ("type", True),
    }  # fmt: skip


def test_signs_are_written_by_hand_in_a_table() -> None:
    cells = {
        "Loại câu": "tìm dấu hiệu", "Câu hỏi": "Tìm dấu hiệu.", "Lựa chọn A": "Chào bạn.",
        "Lựa chọn B": "Bấm ngay **hôm nay**.", "Phản hồi B": "Giục gấp.", "Đáp án": "B",
        "Tùy chọn": "giao diện: thư điện tử; từ: Ngân hàng; tiêu đề: Khẩn",
    }  # fmt: skip
    (found,) = items(table.read(one_row(**cells)).quiz)
    assert (found["type"], found["skin"]) == ("spot_signs", "email")
    assert found["skin_info"] == {"from": "Ngân hàng", "subject": "Khẩn", "address": ""}
    assert [(p["text"], p["sign"], p["why"]) for p in found["parts"]] == [
        ("Chào bạn.", False, ""), ("Bấm ngay <strong>hôm nay</strong>.", True, "Giục gấp."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"Loại câu": "điền chỗ trống", "Lựa chọn A": "156"}, "option-without-gap", "C2"),
        ({"Loại câu": "điền chỗ trống", "Lựa chọn A": "[[1]] 156", "Tùy chọn": "[[1]]: vẽ"}, "unknown-value", "E2"),
        ({"Loại câu": "tìm dấu hiệu", "Lựa chọn A": "x", "Tùy chọn": "màu: đỏ"}, "unknown-value", "E2"),
        (
            {"Loại câu": "tìm dấu hiệu", "Lựa chọn A": "x", "Tùy chọn": "hình: /static/a.png; mô tả hình: b"},
            "no-area",
            "C2",
        ),
    ],
)
def test_a_mistake_in_these_rows_names_its_cell(cells: dict[str, str], code: str, cell: str) -> None:
    given = {"Câu hỏi": "Gọi [[1]].", **cells}
    given = {name: given[name] for name in ("Câu hỏi", "Loại câu", "Lựa chọn A")} | {"Đáp án": "A"} | given
    result = table.read(one_row(**given))
    assert (code, cell) in [(f.code, f.where) for f in result.findings]
