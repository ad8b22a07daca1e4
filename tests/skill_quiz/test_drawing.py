"""Drawing: unseen items first, every competency where the number allows, the same for the same chance."""

from __future__ import annotations

import itertools
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from tests.skill_quiz.strategies import quizzes
from xblocks.common.findings import ModelError
from xblocks.skill_quiz.drawing import draw
from xblocks.skill_quiz.model import Quiz


def quiz_of(competencies: list[list[str]], pools: list[dict[str, Any]]) -> Quiz:
    items = [
        {
            "id": f"i{n}",
            "type": "true_false",
            "text": "?",
            "answer": True,
            "competencies": [f"f:{c}" for c in own],
            "tags": ["chan" if n % 2 == 0 else "le"],
        }
        for n, own in enumerate(competencies)
    ]
    return Quiz.from_json({"schema": 1, "items": items, "pools": pools})


def pool(size: int | None, shuffle: bool = True, **pick: Any) -> dict[str, Any]:
    return {"id": "p", "draw": size, "pick": pick or {"all": True}, "shuffle": shuffle}


def ids(quiz: Quiz, seed: int = 1, seen: frozenset[str] = frozenset()) -> list[str]:
    return [item.id for item in draw(quiz, rng=random.Random(seed), seen=seen)]


@given(quizzes(), st.integers(), st.integers(0, 6))
def test_a_draw_is_deterministic_without_repetition_and_of_the_promised_length(
    quiz: Quiz, seed: int, known: int
) -> None:
    seen = frozenset(item.id for item in quiz.items[:known])
    drawn = ids(quiz, seed, seen)
    assert drawn == ids(quiz, seed, seen)
    assert len(set(drawn)) == len(drawn)
    assert len(drawn) >= quiz.attempt_length()
    if len(quiz.pools) < 2:
        assert len(drawn) == quiz.attempt_length()


def test_without_pools_every_item_comes_in_authored_order() -> None:
    assert ids(quiz_of([[], [], []], [])) == ["i0", "i1", "i2"]


def test_unseen_items_come_first() -> None:
    quiz = quiz_of([[]] * 8, [pool(5)])
    for seed in range(30):
        first = ids(quiz, seed)
        second = ids(quiz, seed + 100, frozenset(first))
        assert set(second) >= {f"i{n}" for n in range(8)} - set(first)
        assert len(second) == 5


def test_authored_order_is_kept_where_the_pool_does_not_shuffle() -> None:
    quiz = quiz_of([[]] * 8, [pool(5, shuffle=False)])
    draws = [ids(quiz, seed) for seed in range(20)]
    assert all(drawn == sorted(drawn) for drawn in draws)
    assert len({tuple(drawn) for drawn in draws}) > 1


def test_shuffled_pools_mix_the_order() -> None:
    quiz = quiz_of([[]] * 6, [pool(None)])
    assert len({tuple(ids(quiz, seed)) for seed in range(20)}) > 10


def test_a_later_pool_never_repeats_an_item() -> None:
    pools = [pool(2, tags=["chan"]), {**pool(2), "id": "q"}]
    drawn = [ids(quiz_of([[]] * 4, pools), seed) for seed in range(20)]
    assert all(set(one[:2]) == {"i0", "i2"} and len(set(one)) == 4 for one in drawn)


def test_picks_by_competency_and_by_item() -> None:
    quiz = quiz_of([["x"], ["y"], ["x", "y"]], [pool(None, competencies=["f:x"])])
    assert set(ids(quiz)) == {"i0", "i2"}
    assert ids(quiz_of([[], [], []], [pool(1, items=["i1"])])) == ["i1"]


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), unique=True, max_size=3), min_size=1, max_size=7),
    st.integers(1, 7),
    st.integers(0, 1000),
    st.frozensets(st.sampled_from([f"i{n}" for n in range(7)])),
)
def test_every_competency_is_covered_where_any_draw_could(
    competencies: list[list[str]], size: int, seed: int, seen: frozenset[str]
) -> None:
    assume(size <= len(competencies))
    wanted = set(itertools.chain(*competencies))
    possible = any(wanted == set(itertools.chain(*some)) for some in itertools.combinations(competencies, size))
    drawn = ids(quiz_of(competencies, [pool(size)]), seed, seen)
    covered = set(itertools.chain(*(competencies[int(one[1:])] for one in drawn)))
    assert len(drawn) == size
    if possible:
        assert covered == wanted


def test_greed_is_corrected_where_it_would_miss_a_competency() -> None:
    # The item with most competencies is a trap: the other two cover everything.
    quiz = quiz_of([["a", "b", "c", "d"], ["a", "b", "e"], ["c", "d", "f"]], [pool(2)])
    assert all(set(ids(quiz, seed)) == {"i1", "i2"} for seed in range(20))


def test_a_seen_item_is_drawn_again_where_it_alone_carries_a_competency() -> None:
    quiz = quiz_of([["a"], ["b"], ["b"], ["b"]], [pool(2)])
    assert all("i0" in ids(quiz, seed, frozenset({"i0"})) for seed in range(20))


def test_many_competencies_are_drawn_quickly() -> None:
    quiz = quiz_of([[f"c{n}"] for n in range(40)], [pool(5)])
    assert len(ids(quiz)) == 5


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000), st.booleans())
def test_attempt_after_attempt_no_item_comes_again_before_all_have_come(
    count: int, size: int, seed: int, rotate: bool
) -> None:
    assume(size <= count)
    quiz = quiz_of([[]] * count, [pool(size)])
    rng, seen = random.Random(seed), dict.fromkeys([""], None)
    for _ in range(count // size):
        drawn = [item.id for item in draw(quiz, rng=rng, seen=list(seen), rotate=rotate)]
        assert seen.keys().isdisjoint(drawn)
        seen |= dict.fromkeys(drawn)
    rest = {f"i{n}" for n in range(count)} - seen.keys()
    assert rest <= {item.id for item in draw(quiz, rng=rng, seen=list(seen), rotate=rotate)}


def draws(pools: list[tuple[frozenset[int], int]], taken: frozenset[int] = frozenset()) -> Any:
    """Every draw there is: the items that the pools, each (its items, how many), could draw one after another."""
    if not pools:
        yield taken
        return
    own, size = pools[0]
    left = own - taken
    for some in itertools.combinations(sorted(left), min(size, len(left))):
        yield from draws(pools[1:], taken | set(some))


@settings(max_examples=500, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from("abcd"), unique=True, max_size=2), min_size=3, max_size=6),
    st.lists(st.tuples(st.frozensets(st.integers(0, 5), min_size=2), st.integers(1, 2)), min_size=2, max_size=3),
    st.integers(0, 1000),
    st.frozensets(st.sampled_from([f"i{n}" for n in range(6)])),
)
def test_several_pools_cover_every_competency_of_the_quiz_together_where_any_draw_could(
    competencies: list[list[str]], pools: list[tuple[frozenset[int], int]], seed: int, seen: frozenset[str]
) -> None:
    there = frozenset(range(len(competencies)))
    pools = [(own & there, size) for own, size in pools if own & there]
    rows = [
        {**pool(size, items=[f"i{n}" for n in sorted(own)]), "id": f"p{place}"}
        for place, (own, size) in enumerate(pools)
    ]
    reach = frozenset().union(*(own for own, _ in pools)) if pools else there
    wanted = {c for n in reach for c in competencies[n]}
    possible = any(wanted == {c for n in some for c in competencies[n]} for some in draws(pools)) if pools else True
    try:
        quiz = quiz_of(competencies, rows)
    except ModelError:  # a pool that cannot be sure of as many as it draws
        reject()
    drawn = ids(quiz, seed, seen)
    assert len(set(drawn)) == len(drawn)
    assert {int(one[1:]) for one in drawn} <= reach
    if possible:
        assert {c for one in drawn for c in competencies[int(one[1:])]} == wanted


def test_a_pool_brings_what_the_others_cannot() -> None:
    # Either pool by itself is free to draw "a" or "b"; together they have to draw both.
    quiz = quiz_of(
        [["a"], ["a"], ["b"], ["b"]], [{**pool(1, tags=["chan"]), "id": "p"}, {**pool(1, tags=["le"]), "id": "q"}]
    )
    for seed in range(30):
        first, second = ids(quiz, seed)
        assert {first, second} in ({"i0", "i3"}, {"i2", "i1"})


def test_the_first_of_two_pools_leaves_what_only_it_has_for_itself() -> None:
    quiz = quiz_of(
        [["a"], ["b"], ["b"]], [{**pool(1, items=["i0", "i1"]), "id": "p"}, {**pool(1, items=["i2"]), "id": "q"}]
    )
    assert all(ids(quiz, seed) == ["i0", "i2"] for seed in range(30))


def test_what_is_kept_counts_for_the_other_pools_too() -> None:
    quiz = quiz_of(
        [["a"], ["a"], ["b"], ["b"]], [{**pool(1, tags=["chan"]), "id": "p"}, {**pool(1, tags=["le"]), "id": "q"}]
    )
    for seed in range(30):
        drawn = draw(quiz, rng=random.Random(seed), seen=["i1"], keep=["i1"])
        assert [item.id for item in drawn] == ["i2", "i1"]
