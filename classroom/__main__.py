"""``python -m classroom``: prepare what is missing, then serve."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    found = argparse.ArgumentParser(
        prog="python -m classroom", description="Lớp học số: chạy trên máy này (serve the classroom)."
    )
    found.add_argument(
        "--host", default="127.0.0.1", help="địa chỉ nghe; mặc định chỉ máy này (address; this machine only)"
    )
    found.add_argument("--port", type=int, default=8000, help="cổng, mặc định 8000 (port)")
    found.add_argument(
        "--no-demo", action="store_true", help="không tạo khóa học và tài khoản mẫu (no demo course, no demo accounts)"
    )
    found.add_argument("--prepare-only", action="store_true", help="chỉ chuẩn bị rồi thoát (set up, then leave)")
    found.add_argument("--threads", type=int, default=8, help=argparse.SUPPRESS)
    return found


def say(line: str) -> None:
    """One line for the person at the terminal."""
    print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 after serving, 1 when it could not begin."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    if options.host not in ("127.0.0.1", "localhost", "::1") and not os.environ.get("HOCVUSO_HOST"):
        say(
            "Máy khác chỉ vào được khi có HOCVUSO_HOST=<tên hoặc địa chỉ máy này>. "
            "(Set HOCVUSO_HOST to this machine's name or address so that other machines may enter.)"
        )
    from classroom import server

    if not options.prepare_only:
        try:
            server.probe(options.host, options.port)
        except server.PortTaken:
            print(
                f"Cổng {options.port} đang có chương trình khác dùng; hãy dừng chương trình đó "
                "hoặc chạy với --port 8001. "
                f"(Port {options.port} is taken; stop that program or add --port 8001.)",
                file=sys.stderr,
            )
            return 1
        except OSError as error:
            print(
                f"Không mở được {options.host}:{options.port} ({error.strerror}). (This address cannot be opened.)",
                file=sys.stderr,
            )
            return 1
    from course_export.says import UserError

    try:
        import django

        django.setup()
        from classroom import firststart

        made = firststart.prepare(say, with_demo=not options.no_demo)
    except UserError as error:
        print(f"{error.vi}\n({error.en})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    firststart.announce(made, say)
    if options.prepare_only:
        return 0
    say(f"Lớp học chạy ở http://{options.host}:{options.port}  (Ctrl-C để dừng / to stop)")
    # gunicorn reads the command line by itself otherwise
    sys.argv = sys.argv[:1]
    server.Server(options.host, options.port, options.threads).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
