"""Whether the pools of a quiz can ask all its competencies: as a search of every draw says, and how to mend it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.skill_quiz.test_drawing import draws, pool, quiz_of
from xblocks.common.findings import Finding, ModelError
from xblocks.skill_quiz import drawing_plan
from xblocks.skill_quiz.checks import check_quiz
from xblocks.skill_quiz.drawing import draw
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.model import Quiz

Pools = list[tuple[frozenset[int], int | None]]


def uncovered(quiz: Quiz) -> list[Finding]:
    return [finding for finding in check_quiz(quiz) if finding.code == "competencies-not-covered"]


def quiz_with(competencies: list[list[str]], pools: Pools) -> Quiz:
    rows = [
        {**pool(size, items=[f"i{n}" for n in sorted(own)]), "id": f"p{place}"}
        for place, (own, size) in enumerate(pools)
    ]
    return quiz_of(competencies, rows)


def possible(competencies: list[list[str]], pools: Pools) -> bool:
    """Whether one of all draws there are asks every competency of the pools' items."""
    wanted = {c for own, _ in pools for n in own for c in competencies[n]}
    sized = [(own, len(own) if size is None else size) for own, size in pools]
    return any(wanted == {c for n in drawn for c in competencies[n]} for drawn in draws(sized))


def mends(competencies: list[list[str]], pools: Pools) -> Iterator[tuple[int, int, int]]:
    """(how many more, which pool, how many) for each pool that would mend it alone."""
    for place, (own, size) in enumerate(pools):
        for more in range(size + 1, len(own) + 1) if size is not None else ():
            raised = [*pools[:place], (own, more), *pools[place + 1 :]]
            try:
                quiz_with(competencies, raised)
            except ModelError:  # another pool would be left with fewer than it draws
                break
            if possible(competencies, raised):
                yield more - size, place, more
                break


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from("abcde"), unique=True, max_size=2), min_size=3, max_size=6),
    st.lists(
        st.tuples(st.frozensets(st.integers(0, 5), min_size=1), st.none() | st.integers(1, 3)), min_size=1, max_size=3
    ),
)
def test_the_warning_and_its_advice_are_those_of_a_search_of_every_draw(
    competencies: list[list[str]], pools: Pools
) -> None:
    there = frozenset(range(len(competencies)))
    pools = [(own & there, size) for own, size in pools if own & there]
    if not pools:
        reject()
    try:
        quiz = quiz_with(competencies, pools)
    except ModelError:  # a pool that cannot be sure of as many as it draws
        reject()
    found = uncovered(quiz)
    assert bool(found) is not possible(competencies, pools)
    for finding in found:
        assert finding.severity == "warning"
        best = min(mends(competencies, pools), default=None)
        if best is None:
            assert finding.where == "pools"
        else:
            _, place, size = best
            assert finding.where == f"pools.p{place}.draw"
            assert f"“p{place}” rút {size} câu" in finding.vi
            assert f"“p{place}” draw {size} questions" in finding.en


@given(
    st.lists(st.lists(st.integers(0, 15), unique=True, min_size=1, max_size=6), min_size=13, max_size=16),
    st.integers(1, 6),
    st.integers(0, 1000),
)
@settings(max_examples=100, deadline=None)
def test_a_quiz_of_more_than_a_dozen_competencies_is_judged_and_drawn_alike(
    competencies: list[list[int]], size: int, seed: int
) -> None:
    quiz = quiz_of([[str(c) for c in own] for own in competencies], [pool(size)])
    wanted = set(itertools.chain(*competencies))
    able = any(wanted == set(itertools.chain(*some)) for some in itertools.combinations(competencies, size))
    drawn = draw(quiz, rng=random.Random(seed))
    assert len(drawn) == size
    assert bool(uncovered(quiz)) is not able
    assert ({c for item in drawn for c in item.competencies} == set(quiz.competencies)) is able


def test_one_finding_says_what_where_and_how_to_mend_it() -> None:
    quiz = quiz_of([["a"], ["b"], ["c"], ["c"]], [pool(2)])
    assert uncovered(quiz) == [
        Finding(
            "warning",
            "competencies-not-covered",
            "pools.p.draw",
            "Câu hỏi của bài có 3 năng lực, mà số câu rút quá ít để một lượt làm hỏi được hết; hãy cho nhóm “p” rút 3 "
            "câu (nay 2), hoặc để một câu tính cho nhiều năng lực.",
            "The questions have 3 competencies, too many for one attempt to ask them all; let the pool “p” draw 3 "
            "questions (now 2), or let one question count for several competencies.",
        )
    ]
    assert uncovered(quiz_of([["a"], ["b"], ["c"], ["c"]], [pool(3)])) == []
    assert uncovered(quiz_of([["a"], ["b"], ["b", "c"]], [pool(2)])) == []


def test_without_pools_everything_is_asked() -> None:
    assert uncovered(quiz_of([["a"], ["b"], ["c"]], [])) == []


def written(size: int) -> str:
    """Markdown of a quiz of two competencies, whose pool draws ``size``."""
    head = f"kind: skill_quiz\nid: mot-kiem-tra\ntitle: Một\npools:\n  - {{id: p, draw: {size}, pick: {{all: true}}}}"
    options = "- [x] Đúng\n  > Phải.\n- [ ] Sai\n  > Chưa.\n"
    rows = [f"## c{n}\nnăng lực: tt02-2025:4.{n}\n\nCâu {n}?\n\n{options}" for n in (1, 2)]
    return "\n".join(["---", head, "---", *rows])


def test_the_authors_text_names_the_line_of_the_pool() -> None:
    (found,) = markdown.read(written(1)).findings
    assert (found.code, found.line) == ("competencies-not-covered", 6)


def test_a_pool_that_is_wrong_already_is_not_told_twice() -> None:
    assert [finding.code for finding in markdown.read(written(3)).findings] == ["pool-too-small"]


@pytest.mark.parametrize(
    ("competencies", "size", "where"),
    [(60, 5, "pools.p.draw"), (60, 60, None), (1400, 5, "pools"), (1400, 1399, "pools"), (1400, 1400, None)],
)
def test_a_bank_of_two_thousand_questions_is_judged_in_a_bounded_search(
    competencies: int, size: int, where: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    bits = drawing_plan._bits
    monkeypatch.setattr(drawing_plan, "_bits", lambda number: looked.append(number) or bits(number))
    quiz = quiz_of([[f"c{n % competencies}"] for n in range(2000)], [pool(size)])
    assert [finding.where for finding in uncovered(quiz)] == ([where] if where else [])
    assert len(looked) <= 1000


def test_what_takes_too_long_to_find_out_is_left_unsaid_and_drawn_greedily(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_plan, "EFFORT", 0)
    trap = quiz_of([["a", "b", "c", "d"], ["a", "b", "e"], ["c", "d", "f"]], [pool(2)])
    assert uncovered(trap) == []
    assert len(draw(trap, rng=random.Random(1))) == 2
    several = [{**pool(1, tags=["chan"]), "id": "p"}, {**pool(1, tags=["le"]), "id": "q"}]
    assert len(draw(quiz_of([["a"], ["a"], ["b"], ["b"]], several), rng=random.Random(1))) == 2
