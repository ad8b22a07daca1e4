"""What the panel for course staff says of a simulation: one learner's path, and how many took each way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xblocks.common import richtext, staff_records
from xblocks.common.handlers import Refusal, staff_handler
from xblocks.common.hooks import EngineHooks
from xblocks.common.shares import percent
from xblocks.common.staff_files import Table
from xblocks.common.staff_records import Kept, Step

from . import counts, triage
from .story import Story


class SimStaff(EngineHooks):
    """Hooks of the panel, and the handler ``staff_choices``."""

    def steps_of(self, data: Mapping[str, Any]) -> Iterable[Step]:
        """The moves in the JSON form of a play; it keeps neither scores nor times."""
        path = enumerate(data.get("path", ()), start=1)
        return [Step(number, move[0], move[1], None, None) for number, move in path]

    def told(self, model: Story | None, kept: Kept) -> list[dict[str, Any]]:
        """The path scene by scene; of a rehearsal also the moves that it took over."""
        own = {step.number for step in kept.steps}
        taken_over = [step for step in self.steps_of(kept.data) if step.number not in own]
        steps = sorted([*taken_over, *kept.steps], key=lambda step: step.number)
        return [{**self._move(model, step), "at": step.at} for step in steps]

    def _move(self, model: Story | None, step: Step) -> dict[str, Any]:
        """A move in words; ids where the content no longer has it."""
        scene, answer, score = step.item, str(step.answer), step.score
        more: dict[str, Any] = {}
        if model is not None and model.triage is not None:
            item = next((one for one in model.triage.items if one.id == step.item), None)
            if item is not None:
                scene = triage.name_of(item)
                score = 1.0 if triage.is_right(item, answer) else 0.0
                more["genuine"] = item.genuine
                answer = richtext.plain(model.triage.trust if answer == triage.GENUINE else model.triage.suspect)
        elif model is not None and step.item in model.scene_of:
            found = model.scene_of[step.item]
            scene = found.title or found.id
            way = next((one for one in found.ways if one.id == step.answer), None)
            if way is not None:
                answer = counts.words(found, way) or self.tr("(typed something else)")
                score = way.score if score is None else score
                more |= {"exit": True} if way.exit else {}
        return {
            "question": scene,
            "answer": answer,
            "percent": None if score is None else percent(score),
            "right": None if score is None else score >= 1 - 1e-9,
            **more,
        }

    def told_end(self, model: Story | None, kept: Kept) -> dict[str, Any]:
        """The ending; of an inbox how frauds and genuine messages were told apart."""
        path = tuple((step.item, str(step.answer)) for step in kept.steps)
        if model is None:
            return {}
        if model.triage is not None:
            walk = counts.Walk(0, (), path, 0.0)
            return {"triage": counts.triage_counts(model, [walk])["group"]}
        end = counts.end_of(model, path)
        if end is None or end.ending is None:
            return {}
        return {"ending": {"kind": end.ending.kind, "title": end.ending.title or end.title or end.id}}

    def choice_counts(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The counts that a request asks for: ``attempts`` first, last, best or all; ``demo``: with trial learners."""
        which = data.get("attempts", "first")
        if which not in counts.WHICH:
            raise Refusal(400, "malformed", "Hãy chọn lượt chơi được tính.", "Choose which plays count.")
        model = self.model()

        def compute(left_out: list[Any]) -> dict[str, Any]:
            taken = counts.chosen(map(_walk, filter(_counts, staff_records.finished(self, left_out))), which)
            found = counts.counts(model, taken) if model.triage is None else counts.triage_counts(model, taken)
            return {"learners": len({walk.person for walk in taken}), **found}

        found, trial = self.figures(data, compute, lambda one: int(one["plays"]))
        return {"attempts": which, "trial": trial, **found}

    @staff_handler
    def staff_choices(self, data: dict[str, Any]) -> dict[str, Any]:
        """How many took each way, where plays end, and where people fall; of an inbox how each message was judged."""
        found = self.choice_counts(data)
        model = self.model()
        if model.triage is None:
            found |= {"start": model.start, "layout": getattr(self, "layout", "")}
        self.audit("choices", attempts=found["attempts"])
        return found

    def statistics_file(self, data: Mapping[str, Any]) -> Table:
        """One row per way; of an inbox one per message."""
        found, title = self.choice_counts(data), self.tr("Statistics")
        if "messages" in found:
            kinds = {True: self.tr("genuine"), False: self.tr("fraud")}
            rows = [[m["title"], kinds[m["genuine"]], m["right"], m["wrong"]] for m in found["messages"]]
            words = (self.tr("Message"), self.tr("What it is"), self.tr("Right"), self.tr("Wrong"))
            return Table(title, list(zip(words, (50, 14, 10, 10), strict=True)), rows)
        rows = []
        titles = {key: scene["title"] for key, scene in found["scenes"].items()}
        for scene in found["scenes"].values():
            for way in scene["ways"]:
                said = way["text"] or self.tr("(typed something else)")
                rows.append([scene["title"], scene["plays"], said, titles.get(way["to"], way["to"]), way["n"]])
        kinds_of = {"good": self.tr("good ending"), "mixed": self.tr("mixed ending"), "bad": self.tr("bad ending")}
        rows += [[end["title"], end["n"], kinds_of[end["kind"]], "", ""] for end in found["endings"]]
        words_of = (self.tr("Scene"), self.tr("Plays"), self.tr("Choice"), self.tr("Leads to"), self.tr("Taken"))
        return Table(title, list(zip(words_of, (36, 10, 50, 36, 10), strict=True)), rows)


def _counts(kept: Kept) -> bool:
    """False for a rehearsal, and for a play of which only the score is kept."""
    return bool(kept.digest) and not kept.data.get("practice")


def _walk(kept: Kept) -> counts.Walk:
    share = kept.earned / kept.possible if kept.earned is not None and kept.possible else 0.0
    return counts.Walk(kept.person, kept.order, tuple((step.item, str(step.answer)) for step in kept.steps), share)
