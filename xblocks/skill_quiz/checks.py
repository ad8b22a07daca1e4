"""What is wrong with a well-formed quiz as a whole; each question type checks its own items."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from xblocks.common.findings import Finding, has_errors

from .drawing_plan import Undecided, can_cover
from .questions import type_of

if TYPE_CHECKING:
    from .model import Pool, Quiz

#: The store that keeps content has a hard limit of 16 MB per document and one document holds several blocks.
MAX_BYTES = 4_000_000


def too_large() -> Finding:
    """The finding for content above ``MAX_BYTES``."""
    return Finding(
        "error",
        "too-large",
        "quiz",
        "Bài kiểm tra vượt quá 4 MB; hãy chia thành nhiều bài, và để ảnh trong kho tệp thay vì trong câu chữ.",
        "The quiz is larger than 4 MB; split it, and keep images in the file store instead of in the text.",
    )


def check_quiz(quiz: Quiz) -> list[Finding]:
    """Everything wrong with a well-formed quiz. Errors make it unusable; warnings are for the author to weigh."""
    findings = [f for item in quiz.items for f in type_of(item).check(item)]
    findings.extend(_check_ids(quiz))
    pools = list(_check_pools(quiz))
    findings.extend(pools)
    if quiz.pools and not has_errors(pools):
        findings.extend(_check_cover(quiz))
    if len(quiz.to_json().encode()) > MAX_BYTES:
        findings.append(too_large())
    return findings


def _check_ids(quiz: Quiz) -> Iterator[Finding]:
    if not quiz.items:
        yield Finding(
            "warning",
            "no-items",
            "items",
            "Bài kiểm tra chưa có câu hỏi nào; hãy thêm một câu bằng dòng “## mã-câu”.",
            "The quiz has no question; add one with a line “## question-id”.",
        )
    for where, ids in (
        ("items", [i.id for i in quiz.items]),
        ("pools", [p.id for p in quiz.pools]),
        ("facts", [f.id for f in quiz.facts]),
    ):
        for twice in _twice(ids):
            yield Finding(
                "error",
                "duplicate-id",
                f"{where}.{twice}",
                f"Mã “{twice}” được dùng hai lần; mỗi mã chỉ dùng một lần, hãy đổi một mã.",
                f"The id “{twice}” is used twice; every id may be used once, change one of them.",
            )
    for fact in quiz.facts:
        if not fact.text:
            yield Finding(
                "error",
                "fact-without-text",
                f"facts.{fact.id}",
                f"Dữ kiện “{fact.id}” chưa có nội dung; hãy viết nội dung hoặc xóa nó.",
                f"The fact “{fact.id}” has no text; write it or remove it.",
            )


def _twice(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for one in ids:
        if one in seen:
            twice[one] = None
        seen.add(one)
    return list(twice)


def pool_rooms(quiz: Quiz) -> Iterator[tuple[Pool, int]]:
    """Each pool with the number of items that an attempt draws from it, whatever the earlier pools have drawn.

    Where pools overlap, a later pool counts on those items only that no earlier one takes, or that remain because
    the earlier ones draw fewer than they take.
    """
    drawn = 0
    reached: set[str] = set()
    for pool in quiz.pools:
        mine = {item.id for item in quiz.items if pool.pick.takes(item)}
        overlap = len(mine & reached)
        free = len(mine) - min(overlap, drawn)
        room = free if pool.draw is None else min(pool.draw, free)
        yield pool, max(room, 0)
        drawn += max(room, 0)
        reached |= mine


def _check_pools(quiz: Quiz) -> Iterator[Finding]:
    known = {item.id for item in quiz.items}
    for pool, room in pool_rooms(quiz):
        where = f"pools.{pool.id}"
        if pool.pick.by == "items":
            for missing in [i for i in pool.pick.values if i not in known]:
                yield Finding(
                    "error",
                    "unknown-item",
                    where,
                    f"Nhóm “{pool.id}” nhắc đến câu “{missing}” không có trong bài; hãy sửa mã hoặc bỏ đi.",
                    f"The pool “{pool.id}” names the question “{missing}”, which is not there; mend the id or drop it.",
                )
        if pool.draw is not None and room < pool.draw:
            yield Finding(
                "error",
                "pool-too-small",
                where,
                f"Nhóm “{pool.id}” rút {pool.draw} câu nhưng chỉ chắc chắn có {room}; hãy thêm câu hoặc giảm số rút.",
                f"The pool “{pool.id}” draws {pool.draw} questions but is sure of {room} only; add some or draw fewer.",
            )
        elif room == 0:
            yield Finding(
                "error",
                "empty-pool",
                where,
                f"Nhóm “{pool.id}” không có câu hỏi nào; hãy sửa phần chọn (pick) hoặc bỏ nhóm.",
                f"The pool “{pool.id}” has no question; mend its pick or remove the pool.",
            )
    if quiz.pools:
        for item in quiz.items:
            if not any(pool.pick.takes(item) for pool in quiz.pools):
                yield Finding(
                    "warning",
                    "item-never-drawn",
                    f"items.{item.id}",
                    f"Câu “{item.id}” không thuộc nhóm nào nên sẽ không bao giờ được hỏi; hãy đưa nó vào một nhóm.",
                    f"Question “{item.id}” is in no pool, so it is never asked; put it into one.",
                )


def _check_cover(quiz: Quiz) -> Iterator[Finding]:
    """Whether some draw asks every competency of the pools' items (where it cannot be found out, nothing is said), and
    which pool mends it with the fewest questions more."""
    rooms = [len(quiz.items) if pool.draw is None else pool.draw for pool in quiz.pools]
    try:
        if can_cover(quiz, rooms):
            return
    except Undecided:
        return
    mended = [(draw - rooms[n], n, draw) for n in range(len(rooms)) if (draw := _enough(quiz, rooms, n))]
    count = len({c for item in quiz.items for c in item.competencies if any(p.pick.takes(item) for p in quiz.pools)})
    vi = f"Câu hỏi của bài có {count} năng lực, mà số câu rút quá ít để một lượt làm hỏi được hết; hãy "
    en = f"The questions have {count} competencies, too many for one attempt to ask them all; "
    if mended:
        _, number, draw = min(mended)
        pool = quiz.pools[number]
        where = f"pools.{pool.id}.draw"
        vi += f"cho nhóm “{pool.id}” rút {draw} câu (nay {pool.draw})"
        en += f"let the pool “{pool.id}” draw {draw} questions (now {pool.draw})"
    else:
        where = "pools"
        vi += "rút thêm câu ở các nhóm"
        en += "let the pools draw more questions"
    vi += ", hoặc để một câu tính cho nhiều năng lực."
    en += ", or let one question count for several competencies."
    yield Finding("warning", "competencies-not-covered", where, vi, en)


def _enough(quiz: Quiz, rooms: list[int], number: int) -> int | None:
    """The fewest questions that pool ``number`` has to draw so that every competency can be asked, if that is
    enough, can be found out, and leaves every pool as many as it draws."""
    pool = quiz.pools[number]
    if pool.draw is None:
        return None
    most = sum(1 for item in quiz.items if pool.pick.takes(item))
    sizes = range(rooms[number] + 1, most + 1)
    try:
        place = bisect_left(
            sizes, True, key=lambda size: can_cover(quiz, [*rooms[:number], size, *rooms[number + 1 :]])
        )
    except Undecided:
        return None
    if place == len(sizes):
        return None
    pools = (*quiz.pools[:number], replace(pool, draw=sizes[place]), *quiz.pools[number + 1 :])
    fits = all(own.draw is None or room == own.draw for own, room in pool_rooms(replace(quiz, pools=pools)))
    return sizes[place] if fits else None
