"""An inbox of genuine and fraudulent messages, judged one by one. Pure: the clock is handed in.

The signal is fraud. A *hit* is a fraud called one, a *miss* a fraud that was trusted, a *false alarm* a genuine message
called a fraud, a *correct rejection* a genuine message that was trusted. Sensitivity d′ says how well the two are told
apart, bias c which way somebody leans when unsure: above 0 to trust, below 0 to suspect (Green and Swets 1966;
Macmillan and Creelman 2005). Rates get the log-linear correction (Hautus 1995), so that perfect rates stay finite.

A step is new, a repeat or stale, as in a story (``play.py``). Public ids: ``"1"`` trusted, ``"2"`` called a fraud.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random
from statistics import NormalDist, fmean
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import AttemptClosed, MalformedAnswer, StaleStep

from .closing import actions_of, result_of
from .scorecard import ScoreCard, by_competency
from .state import ContentChanged, Move, Outcome, Play, ShownCue, UnknownChoice
from .story import Choice, Story, Triage, TriageItem

GENUINE: Final = "genuine"
FRAUD: Final = "fraud"
VERDICTS: Final = (GENUINE, FRAUD)
#: Kept as the ending of a play in which everything was judged.
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Detection:
    """How the messages that were judged were told apart; counts."""

    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int

    @property
    def rates(self) -> tuple[float, float] | None:
        """Hit rate and false-alarm rate, each (count + 0.5) / (number + 1) (Hautus 1995); ``None`` unless frauds and
        genuine messages were both judged."""
        frauds, others = self.hits + self.misses, self.false_alarms + self.correct_rejections
        if not frauds or not others:
            return None
        return (self.hits + 0.5) / (frauds + 1), (self.false_alarms + 0.5) / (others + 1)

    @property
    def sensitivity(self) -> float | None:
        """d′ = z(hit rate) − z(false-alarm rate); 0 is guessing."""
        rates = self.rates
        return None if rates is None else _z(rates[0]) - _z(rates[1])

    @property
    def bias(self) -> float | None:
        """c = −(z(hit rate) + z(false-alarm rate)) / 2; above 0 leans to trust, below 0 to suspicion."""
        rates = self.rates
        return None if rates is None else -(_z(rates[0]) + _z(rates[1])) / 2

    def view(self) -> dict[str, Any]:
        """For a browser; measures to three decimals."""
        return {
            "hits": self.hits,
            "misses": self.misses,
            "false_alarms": self.false_alarms,
            "correct_rejections": self.correct_rejections,
            "sensitivity": None if self.sensitivity is None else round(self.sensitivity, 3),
            "bias": None if self.bias is None else round(self.bias, 3),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """One learner before and now, in the same inbox or in two that belong together."""

    before: Detection
    now: Detection

    @property
    def gain(self) -> float | None:
        """How much d′ has grown; ``None`` where it cannot be told for both."""
        was, became = self.before.sensitivity, self.now.sensitivity
        return None if was is None or became is None else became - was

    @property
    def change(self) -> str | None:
        """``better``, ``same`` or ``worse`` told apart; d′ that agree to two decimals are the same."""
        gain = self.gain
        if gain is None:
            return None
        return "same" if abs(gain) < 0.005 else "better" if gain > 0 else "worse"

    def view(self) -> dict[str, Any]:
        """For a browser: the earlier counts and measures, and the ``change`` since."""
        return {**self.before.view(), "change": self.change}


def compare(before: Detection, now: Detection) -> Comparison | None:
    """``before`` beside ``now``; ``None`` where nothing was judged in one of them.

    Inboxes of different length may be compared: words tell counts out of counts, and d′ is made of rates. A change
    from few messages is small evidence; nothing is graded by it.
    """
    counts = ([d.hits, d.misses, d.false_alarms, d.correct_rejections] for d in (before, now))
    return Comparison(before, now) if all(sum(each) for each in counts) else None


def _z(rate: float) -> float:
    return NormalDist().inv_cdf(rate)


def inbox(story: Story) -> Triage:
    """The inbox of ``story``, which must be one."""
    if story.triage is None:
        raise ContentChanged
    return story.triage


def order(story: Story, play_id: str) -> tuple[TriageItem, ...]:
    """The messages as this play meets them: as authored, or shuffled by the play's id."""
    box = inbox(story)
    items = list(box.items)
    if box.shuffle:
        Random(f"{play_id}:triage").shuffle(items)
    return tuple(items)


def start(story: Story, *, play_id: str, number: int, now: str) -> Play:
    """A fresh play at its first message."""
    return Play(
        id=play_id,
        number=number,
        content=story.digest,
        scene=order(story, play_id)[0].id,
        step=0,
        meters={},
        flags=(),
        visits={},
        path=(),
        status="open",
        ending=None,
        started=now,
        finished=None,
    )


def same_content(story: Story, play: Play) -> None:
    """Raises ``ContentChanged`` unless ``play`` began in ``story``."""
    if play.content not in (story.digest, story.source_digest) or len(play.path) > len(inbox(story).items):
        raise ContentChanged


def choose(story: Story, play: Play, *, step: int, choice: Any, now: str) -> Outcome:
    """Judge the message of step ``step``: ``choice`` is ``"1"`` (trusted) or ``"2"`` (a fraud).

    Raises ``MalformedAnswer``, ``StaleStep``, ``AttemptClosed``, ``UnknownChoice`` and ``ContentChanged``; nothing has
    changed then.
    """
    if not isinstance(choice, str):
        raise MalformedAnswer
    same_content(story, play)
    if 1 <= step <= play.step:
        move = play.path[step - 1]
        found = next((item for item in inbox(story).items if item.id == move.scene), None)
        if move.public != choice or found is None:
            raise StaleStep
        return _outcome(story, play, step, found, move.choice, repeat=True)
    if step != play.step + 1:
        raise StaleStep
    if play.status != "open":
        raise AttemptClosed
    verdict = {str(number): name for number, name in enumerate(VERDICTS, start=1)}.get(choice)
    if verdict is None:
        raise UnknownChoice
    item = order(story, play.id)[play.step]
    return _outcome(story, _judged(story, play, item, verdict, now), step, item, verdict, repeat=False)


def _judged(story: Story, play: Play, item: TriageItem, verdict: str, now: str) -> Play:
    path = (*play.path, Move(item.id, verdict, str(VERDICTS.index(verdict) + 1)))
    play = replace(play, step=len(path), path=path)
    items = order(story, play.id)
    if play.step < len(items):
        return replace(play, scene=items[play.step].id)
    return replace(play, status="ended", ending=DONE, finished=now)


def is_right(item: TriageItem, verdict: str) -> bool:
    """Whether ``verdict`` says of ``item`` what it is."""
    return (verdict == GENUINE) == item.genuine


def _label(story: Story, verdict: str) -> str:
    box = inbox(story)
    return box.trust if verdict == GENUINE else box.suspect


def _outcome(story: Story, play: Play, step: int, item: TriageItem, verdict: str, *, repeat: bool) -> Outcome:
    right = is_right(item, verdict)
    taken = Choice(
        id=verdict,
        text=_label(story, verdict),
        feedback=item.why,
        to="",
        score=1.0 if right else 0.0,
        exit=False,
        when=None,
        effects=(),
        competencies=item.competencies,
    )
    told = {"correct": right, "genuine": item.genuine}
    return Outcome(play, step, item.id, taken, item.why, _cues(item), (), repeat, verdict=told)


def _cues(item: TriageItem) -> tuple[ShownCue, ...]:
    return tuple(ShownCue(n, cue.quote, cue.why) for n, message in enumerate(item.messages) for cue in message.cues)


def replay(story: Story, play: Play, recorded: Iterable[tuple[int, Any]], *, now: str) -> Play:
    """``play`` after the ``recorded`` verdicts (step, ``genuine`` or ``fraud``) that it lacks; it stops at the first
    that does not fit."""
    same_content(story, play)
    for step, verdict in sorted(recorded, key=lambda pair: pair[0]):
        if step <= play.step:
            continue
        if step != play.step + 1 or play.status != "open" or verdict not in VERDICTS:
            break
        play = _judged(story, play, order(story, play.id)[play.step], verdict, now)
    return play


def rescore(story: Story, play: Play) -> tuple[Play, dict[int, float]]:
    """``play`` judged by ``story``, which may be another version, and the scores of its steps there; it is moved to
    that version only if it has ended and the version has the same messages."""
    items = {item.id: item for item in inbox(story).items}
    scores = {
        step: 1.0 if is_right(items[move.scene], move.choice) else 0.0
        for step, move in enumerate(play.path, start=1)
        if move.scene in items and move.choice in VERDICTS
    }
    known = [item.id for item in order(story, play.id)]
    fits = [move.scene for move in play.path] == known and len(scores) == play.step
    if play.status == "ended" and fits and play.scene == known[-1]:
        return replace(play, content=story.digest), scores
    return play, scores


def _verdicts(story: Story, play: Play) -> list[tuple[TriageItem, str]]:
    items = {item.id: item for item in inbox(story).items}
    return [(items[move.scene], move.choice) for move in play.path if move.scene in items and move.choice in VERDICTS]


def detection(story: Story, play: Play) -> Detection:
    """How the messages judged so far were told apart."""
    found = [(item.genuine, verdict == FRAUD) for item, verdict in _verdicts(story, play)]
    return Detection(
        hits=found.count((False, True)),
        misses=found.count((False, False)),
        false_alarms=found.count((True, True)),
        correct_rejections=found.count((True, False)),
    )


def score(story: Story, play: Play) -> ScoreCard:
    """The proportion judged rightly; 0 until all are judged. Competencies are scored from what was judged so far."""
    points = [(item, 1.0 if is_right(item, verdict) else 0.0) for item, verdict in _verdicts(story, play)]
    fraction = fmean(point for _, point in points) if points and play.status == "ended" else 0.0
    return ScoreCard(fraction, 1.0, fraction, by_competency((item.competencies, point) for item, point in points))


# -- views ------------------------------------------------------------------------------------------------------------


def _messages(item: TriageItem) -> list[dict[str, str]]:
    return [
        {"from": m.sender, "side": m.side, "text": m.text, "audio": m.audio, "transcript": m.transcript}
        for m in item.messages
    ]


def scene_view(story: Story, play: Play, *, show_correctness: bool = True) -> dict[str, Any]:
    """The message to be judged now, in the form of a scene; nothing in it says what it is. After the last one an ending
    without words."""
    if play.status == "open":
        item = order(story, play.id)[play.step]
        return {
            "title": item.title,
            "channel": item.channel,
            "channel_info": dict(item.channel_info),
            "text": "",
            "messages": _messages(item),
            "choices": [
                {"id": str(number), "text": _label(story, verdict), "verdict": verdict}
                for number, verdict in enumerate(VERDICTS, start=1)
            ],
            "ending": None,
        }
    fraction = score(story, play).fraction
    kind = "good" if fraction >= 0.8 else "mixed" if fraction >= 0.5 else "bad"
    return {
        "title": "",
        "channel": "narration",
        "channel_info": {},
        "text": "",
        "messages": [],
        "choices": [],
        "ending": {"kind": kind if show_correctness else "mixed", "title": "", "text": ""},
    }


def progress(story: Story, play: Play) -> dict[str, int]:
    """``index`` of the current message, counted from 1 (after the end ``count``), and ``count`` of all."""
    count = len(inbox(story).items)
    return {"index": min(play.step + 1, count), "count": count}


def debrief(
    story: Story, play: Play, *, pass_mark: float, titles: Any = None, show_correctness: bool = True
) -> dict[str, Any] | None:
    """The debrief of an ended play, ``None`` while it is open: each message with what it was and why. Without
    ``show_correctness`` only the verdicts given."""
    if play.status == "open":
        return None
    path = []
    for item, verdict in _verdicts(story, play):
        step: dict[str, Any] = {
            "scene": name_of(item),
            "choice": _label(story, verdict),
            "feedback": item.why if show_correctness else "",
            "score": (1.0 if is_right(item, verdict) else 0.0) if show_correctness else None,
            "cues": [{"quote": c.quote, "why": c.why} for c in _cues(item)] if show_correctness else [],
            "by": "verdict",
            "channel": item.channel,
            "channel_info": dict(item.channel_info),
            "messages": _messages(item),
        }
        if show_correctness:
            step.update({"correct": is_right(item, verdict), "genuine": item.genuine})
        path.append(step)
    if not show_correctness:
        return {"text": "", "path": path, "actions": [], "result": None}
    return {
        "text": story.debrief.text,
        "path": path,
        "actions": actions_of(story),
        "result": result_of(score(story, play), pass_mark, titles or {}),
        "triage": detection(story, play).view(),
    }


def name_of(item: TriageItem) -> str:
    """What people call the message: its title, else who sent it, else its id."""
    senders = [message.sender for message in item.messages if message.sender]
    return item.title or dict(item.channel_info).get("from", "") or next(iter(senders), item.id)


def describe(story: Story, play: Play) -> list[dict[str, Any]]:
    """For staff, each verdict: ``step``, ``scene`` (name of the message), ``choice`` and ``score``."""
    return [
        {
            "step": step,
            "scene": name_of(item),
            "choice": richtext.plain(_label(story, verdict)),
            "score": 1.0 if is_right(item, verdict) else 0.0,
        }
        for step, (item, verdict) in enumerate(_verdicts(story, play), start=1)
    ]
