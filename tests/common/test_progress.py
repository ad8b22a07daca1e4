"""What a block keeps of one learner: counted and practised attempts, and how many of them whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.progress import KEEP_WHOLE, Progress


def lived(kinds: list[bool]) -> Progress:
    """The progress of somebody whose attempts were practice (True) or counted (False), in that order."""
    found = Progress()
    for number, practice in enumerate(kinds, start=1):
        data = {"id": f"{number:032x}", "number": number, "status": "ended", **({"practice": True} if practice else {})}
        found = found.with_current(data).shelve(float(number % 2), 1.0)
    return found


@given(st.lists(st.booleans(), max_size=40))
def test_the_latest_of_either_kind_stay_whole_and_every_attempt_keeps_its_score(kinds):
    found = Progress.from_json(json.loads(json.dumps(lived(kinds).to_json())))
    assert [past.number for past in found.past] == list(range(1, len(kinds) + 1))
    assert [past.earned for past in found.past] == [float(number % 2) for number in range(1, len(kinds) + 1)]
    for practice in (False, True):
        mine = [past for past in found.past if past.practice is practice]
        assert [past.data is not None for past in mine] == [
            place >= len(mine) - KEEP_WHOLE for place in range(len(mine))
        ]
    assert found.practised() == sum(kinds)
    assert len(found.counted()) == len(kinds) - sum(kinds)


def test_many_rehearsals_leave_the_counted_attempts_to_be_graded_again():
    found = lived([False, *[True] * 30])
    assert found.past[0].data is not None
    assert sum(past.data is not None for past in found.past) == 1 + KEEP_WHOLE


@given(st.lists(st.booleans(), max_size=15), st.booleans())
def test_who_leaves_practice_stands_where_the_last_attempt_that_counts_ended(kinds, reset):
    found = lived(kinds)
    if reset:
        found = found.after_reset()
    mine = {"id": "f" * 32, "number": len(kinds) + 1, "status": "open", "practice": True}
    before = found.with_current(mine)
    left = before.leave_practice({**mine, "status": "ended"}, 0.0, 1.0)
    back = [] if reset else [number for number, practice in enumerate(kinds, start=1) if not practice]
    assert (left.current or {}).get("number") == (back[-1] if back else None)
    assert left.practised() == before.practised()
    numbers = [past.number for past in left.past] + ([left.current["number"]] if left.current else [])
    assert sorted(numbers) == list(range(1, len(kinds) + 2))
    assert [past.number for past in left.counted()] == back[:-1]
