"""The command: one sentence on standard error, the right exit code, never a traceback, in either language."""

import json
import os
import signal
import subprocess
import sys
import tarfile
from typing import ClassVar

import pytest

from course_export import cli
from course_export.commands.context import language
from course_export.says import UserError


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    for name in ("HOCVUSO_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "HOCVUSO_CONTENT", "HOCVUSO_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return call


def break_lesson(content):
    path = content / "modules/cuoc-goi-la/lesson.md"
    path.write_text(path.read_text("utf-8").replace("media/dien-thoai", "media/mat"), "utf-8")


def test_check_of_clean_content_is_0(run, content):
    code, out, err = run("check", content)
    assert (code, err) == (0, "")
    assert "không có gì cần sửa" in out


def test_check_with_findings_is_1_and_says_file_and_line(run, content):
    break_lesson(content)
    code, out, _ = run("check", content)
    assert code == 1
    assert "modules/cuoc-goi-la/lesson.md:8" in out


def test_check_of_what_cannot_be_read_is_2(run, content, tmp_path):
    (content / "modules/cuoc-goi-la/quiz.md").write_bytes(b"\xff\xff")
    assert run("check", content)[0] == 2
    assert run("check", tmp_path / "nowhere")[0] == 2
    (tmp_path / "empty").mkdir()
    assert run("check", tmp_path / "empty")[0] == 2


def test_check_of_a_part_tells_only_of_that_part(run, content):
    break_lesson(content)
    assert run("check", content / "modules/cuoc-goi-la/lesson.md")[0] == 1
    assert run("check", content / "modules/cuoc-goi-la/quiz.md")[0] == 0
    assert run("check", content / "cohorts")[0] == 0


def test_check_as_json_is_for_programs(run, content):
    break_lesson(content)
    code, out, _ = run("check", content, "--json")
    (finding,) = json.loads(out)
    assert code == 1
    assert (finding["severity"], finding["code"], finding["line"]) == ("error", "missing-media", 8)
    assert finding["file"] == "modules/cuoc-goi-la/lesson.md"
    assert finding["message"] == finding["vi"]


def test_package_prints_where_the_package_is(run, content, tmp_path):
    code, out, err = run("package", "thu", "--to", "olx", "--out", tmp_path / "out", "--content", content)
    assert (code, err) == (0, "")
    with tarfile.open(out.strip()) as tar:
        assert "course/course.xml" in tar.getnames()


def test_package_all_to_all_makes_every_package(run, content, tmp_path):
    code, out, _ = run("package", "--all", "--to", "all", "--out", tmp_path / "out", "--content", content)
    assert code == 0
    assert [line.rpartition("/")[2] for line in out.split()] == ["thu.olx.tar.gz"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["package", "thử", "--to", "olx"], 2, "Không có nhóm “thử”"),
        (["package", "thu", "--to", "scorm12"], 1, "Chưa đóng gói được dạng “scorm12”"),
        (["package", "thu", "--to", "word"], 2, "Không có dạng gói “word”"),
        (["package", "--to", "olx"], 2, "đúng một trong hai"),
        (["package", "thu", "--all", "--to", "olx"], 2, "đúng một trong hai"),
    ],
)
def test_what_cannot_be_packaged_is_said_in_a_sentence(run, content, tmp_path, arguments, code, says):
    found = run(*arguments, "--out", tmp_path / "out", "--content", content)
    assert found[0] == code
    assert says in found[2]
    assert not (tmp_path / "out").exists()


def test_content_with_errors_is_not_packaged_and_each_error_has_its_line(run, content, tmp_path):
    break_lesson(content)
    code, _, err = run("package", "thu", "--to", "olx", "--out", tmp_path / "out", "--content", content)
    assert code == 1
    assert "lesson.md:8" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["export", "responses", "--format", "csv"], 1, "hiện có: completions"),
        (["export", "completions", "--format", "parquet"], 1, "hiện có: csv, xlsx"),
        (["export", "everything"], 2, "hiện có: completions"),
        (["export", "completions", "--as-of", "hôm nay"], 2, "không phải là ngày"),
        (["export", "completions", "--as-of", "2999-01-01"], 2, "chưa tới"),
        (["report"], 1, "chưa có trong phiên bản này"),
        (["verify", "x.csv"], 1, "chưa có trong phiên bản này"),
        (["demo", "--learners", "2001"], 2, "từ 1 đến 2000"),
        (["demo", "--learners", "many"], 2, "Lệnh chưa đúng"),
        (["import", "/nowhere/x.tar.gz"], 2, "Không có tệp"),
        (["nonsense"], 2, "Lệnh chưa đúng"),
        ([], 2, "Lệnh chưa đúng"),
    ],
)
def test_wrong_use_and_what_is_not_built_yet_get_one_sentence(run, arguments, code, says):
    found = run(*arguments)
    assert found[0] == code
    assert says in found[2]
    assert len(found[2].strip().splitlines()) == 1
    assert found[1] == ""


def test_commands_to_come_are_not_listed(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out
    assert "export" in listed
    assert "report" not in listed
    assert "verify" not in listed


def test_an_unexpected_error_is_one_sentence_too(run, content, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(sys.modules["course_export.source.load"], "frameworks_of", broken)
    code, _, err = run("check", content)
    assert code == 1
    assert "HOCVUSO_DEBUG=1" in err


def test_a_request_to_terminate_leaves_the_older_package_and_no_litter(run, content, tmp_path, monkeypatch):
    from course_export.package import olx

    arguments = ("package", "thu", "--to", "olx", "--out", tmp_path / "out", "--content", content)
    assert run(*arguments)[0] == 0
    older = (tmp_path / "out/thu.olx.tar.gz").read_bytes()

    def slow(tree, stream):
        stream.write(b"half")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(olx, "pack", slow)
    code, out, err = run(*arguments)
    assert (code, out, err.strip()) == (130, "", "Đã dừng theo yêu cầu.")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "out").iterdir()] == [("thu.olx.tar.gz", older)]


def test_english_is_complete_when_asked_for(run, content, tmp_path):
    assert "nothing to mend" in run("--lang", "en", "check", content)[1]
    assert "nothing to mend" in run("check", content, "--lang=en")[1]
    assert "not built yet" in run("report", "--lang", "en")[2]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "vi"),
        ([], {"LANG": "C.UTF-8"}, "vi"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ([], {"LC_ALL": "C", "LANG": "en_GB"}, "en"),
        (["--lang", "vi"], {"LANG": "en_US"}, "vi"),
        (["check", "--lang=en"], {"HOCVUSO_LANG": "vi"}, "en"),
    ],
)
def test_the_language_is_the_readers(arguments, environment, expected):
    assert language(arguments, environment) == expected


def test_check_and_package_need_no_django(content, tmp_path):
    script = (
        "import sys; from course_export.cli import main\n"
        f"assert main(['check', {str(content)!r}]) == 0\n"
        f"package = ['package', 'thu', '--to', 'olx', '--out', {str(tmp_path)!r}, '--content', {str(content)!r}]\n"
        "assert main(package) == 0\n"
        "assert 'django' not in sys.modules and 'xblock' not in sys.modules, sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_pipe_that_closes_early_is_no_error(content):
    command = f"{sys.executable} -m course_export.cli check {content} --json | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


class _EditedHere(UserError):
    titles: ClassVar[list[str]] = ["Cuộc gọi giả danh", "Kiểm tra nhanh"]


def test_import_of_an_edited_course_lists_the_parts_and_tells_about_replace(tmp_path, monkeypatch, capsys):
    from course_export.commands import learners

    package, copy = tmp_path / "khoa.tar.gz", tmp_path / "cu.tar.gz"
    package.write_bytes(b"x")
    asked = []

    class Api:
        @staticmethod
        def import_olx(path, *, replace):
            asked.append(replace)
            if not replace:
                raise _EditedHere("vi", "en")
            copy.write_bytes(b"y")
            return "course-v1:A+B+C"

        @staticmethod
        def backups_of(_key):
            return [copy]

    monkeypatch.setattr(learners, "set_up", lambda: None)
    monkeypatch.setattr(learners, "classroom_api", lambda: Api)
    assert cli.main(["import", str(package)]) == 1
    said = capsys.readouterr().err
    assert "--replace" in said
    assert "  - Cuộc gọi giả danh\n  - Kiểm tra nhanh" in said
    assert cli.main(["import", str(package), "--replace"]) == 0
    assert str(copy) in capsys.readouterr().err
    assert asked == [False, True]
