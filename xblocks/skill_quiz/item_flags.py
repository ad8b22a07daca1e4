"""What the figures of an item mean, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .statistics import ItemStatistics

#: Above this facility a question tells nobody apart: Moodle's guide to the report calls 95 % and more "extremely easy"
#: (https://docs.moodle.org/dev/Quiz_report_statistics).
TOO_EASY = 0.95
#: At or below this facility, where guessing gains nothing: the same guide's "extremely difficult or something wrong
#: with the question" (5 % or less). Where guessing gains something, the bound is the random-guess score.
TOO_HARD = 0.05
#: A negative discrimination means that those who do well elsewhere fail here: "question probably invalid" (same guide).
NEGATIVE = 0.0
#: Below this discriminative efficiency (percent) Moodle marks a question as dubious: ``is_dubious_question()`` in
#: ``mod/quiz/report/statistics/statistics_table.php``.
WEAK = 15.0
#: With fewer answers nothing is said. A correlation of ten pairs differs from 0 (5 %, two-sided, t with 8 degrees of
#: freedom) only from 0.63 on, and one learner more or less moves the facility by ten points.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Flag:
    """``level``: ``look`` (something may be wrong) or ``note``. ``code`` is stable; ``vi`` and ``en`` say it in a
    sentence, ``short`` in a few words (Vietnamese, English)."""

    code: str
    level: Literal["look", "note"]
    short: tuple[str, str]
    vi: str
    en: str

    def message(self, lang: str) -> str:
        """The sentence in ``lang``: Vietnamese for ``vi…``, else English."""
        return self.vi if lang.startswith("vi") else self.en

    def title(self, lang: str) -> str:
        """The few words in ``lang``."""
        return self.short[0 if lang.startswith("vi") else 1]


TOO_FEW = Flag(
    "too-few-answers",
    "note",
    ("Chưa đủ lượt", "Too few answers"),
    f"Chưa đủ lượt trả lời để kết luận (cần ít nhất {ENOUGH}).",
    f"Too few answers to say (at least {ENOUGH} are needed).",
)
KEY_MAY_BE_WRONG = Flag(
    "key-may-be-wrong",
    "look",
    ("Đáp án có thể sai", "Key may be wrong"),
    "Đáp án có thể sai: người làm tốt các câu khác lại hay sai câu này (độ phân biệt âm). "
    "Bạn hãy xem lại đáp án và lời hỏi.",
    "The key may be wrong: those who do well elsewhere often fail here (negative discrimination). "
    "Check the key and the wording.",
)
HARD = Flag(
    "too-hard",
    "look",
    ("Quá khó", "Too hard"),
    "Quá khó: kết quả không hơn đoán mò. Bạn hãy xem lại lời hỏi, đáp án và bài đọc.",
    "Too hard: no better than guessing. Check the wording, the key and the lesson.",
)
EASY = Flag(
    "too-easy",
    "note",
    ("Quá dễ", "Too easy"),
    "Quá dễ: hầu như ai cũng trả lời đúng. Nếu đây là điều ai cũng phải biết thì không cần sửa.",
    "Too easy: nearly everybody is right. If everybody has to know this, leave it as it is.",
)
TELLS_LITTLE = Flag(
    "tells-little",
    "note",
    ("Ít phân biệt", "Tells little"),
    "Câu này ít giúp phân biệt người đã nắm bài với người chưa nắm bài.",
    "This question hardly tells those who know from those who do not.",
)


def flags_of(item: ItemStatistics, guess: float | None) -> tuple[Flag, ...]:
    """What to say about ``item``, the most serious first; nothing for a good question. ``guess``: its random-guess
    score, None where it cannot be said."""
    if item.n < ENOUGH:
        return (TOO_FEW,)
    found = []
    if item.discrimination is not None and item.discrimination < NEGATIVE:
        found.append(KEY_MAY_BE_WRONG)
    if item.facility is not None:
        if item.facility < guess if guess else item.facility <= TOO_HARD:
            found.append(HARD)
        elif item.facility > TOO_EASY:
            found.append(EASY)
    if not found and item.efficiency is not None and item.efficiency < WEAK:
        found.append(TELLS_LITTLE)
    return tuple(found)
