"""The ``hocvuso`` command.

Errors are one plain sentence on standard error, never a traceback. Exit codes: 0 done (``check``: clean), 1 refused or
failed (``check``: findings), 2 unreadable input or wrong use, 130 interrupted. ``check`` and ``package`` need no
Django.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from course_export.commands import content, learners
from course_export.commands.context import Context, language
from course_export.says import UserError


class _Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes come out as one sentence."""

    lang = "vi"

    def error(self, message: str) -> NoReturn:
        raise UserError(
            f"Lệnh chưa đúng ({message}); gõ “{self.prog} --help” để xem cách dùng.",
            f"Wrong use ({message}); see “{self.prog} --help”.",
            exit_code=2,
        )


def parser(lang: str) -> argparse.ArgumentParser:
    """The command's grammar, its help in ``lang``."""
    top = _Parser(
        prog="hocvuso",
        description=(
            "Đóng gói nội dung, đưa vào lớp học, xuất kết quả học tập."
            if lang == "vi"
            else "Package content, bring it into the classroom, export records of learning."
        ),
    )
    top.add_argument("--lang", choices=("vi", "en"), default=argparse.SUPPRESS, help="vi | en")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for module in (content, learners):
        module.add_commands(commands, lang)
    for sub in commands.choices.values():
        for leaf in _leaves(sub):
            leaf.add_argument("--lang", choices=("vi", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return top


def _leaves(sub: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    nested = [action for action in sub._actions if isinstance(action, argparse._SubParsersAction)]
    return [leaf for action in nested for leaf in action.choices.values()] or [sub]


@contextmanager
def _terminable() -> Iterator[None]:
    """Make a request to terminate end the work as Ctrl-C does: half-written files are cleared away."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (default: the process's) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = language(arguments, os.environ)
    debug = bool(os.environ.get("HOCVUSO_DEBUG"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with _terminable():
            learners.refuse_later(arguments)
            options = parser(lang).parse_args(arguments)
            code: int = options.run(options, Context(lang=lang))
            sys.stdout.flush()
            return code
    except UserError as error:
        print(error.message(lang), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of a pipe (head, less) went away; nothing is wrong with our work.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu." if lang == "vi" else "Stopped as asked.", file=sys.stderr)
        return 130
    except Exception as error:
        if isinstance(getattr(error, "vi", None), str) and isinstance(getattr(error, "en", None), str):
            # Other rooms' refusals carry their sentences under the same names.
            print(error.vi if lang == "vi" else error.en, file=sys.stderr)  # type: ignore[attr-defined]
            return 1
        if debug:
            raise
        logging.getLogger("hocvuso").debug("unexpected", exc_info=True)
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        print(
            f"Có lỗi ngoài dự tính ({what}); hãy chạy lại với HOCVUSO_DEBUG=1 rồi gửi kết quả cho nhóm phát triển."
            if lang == "vi"
            else f"Something unexpected went wrong ({what}); run it again with HOCVUSO_DEBUG=1 and report the output.",
            file=sys.stderr,
        )
        return 1


if __name__ == "__main__":
    sys.exit(main())
