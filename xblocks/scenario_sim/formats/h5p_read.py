"""The story in the ``branchingScenario`` of an H5P package. Everything in it may have any type."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import FILE_INSIDE, Finding, ModelError

from ..reading import ILLEGAL, one_line, position_id
from ..story import SCHEMA
from .losses import Losses
from .names import slug, unused

MAX_STEPS: Final = 2_000
_LINK = re.compile(r"https?://[^\s\"'<>\\]{1,500}\Z")


def _record(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return ILLEGAL.sub("", value) if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return one_line(richtext.plain(_text(value)))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e9 else None


def _target(value: Any) -> int:
    found = _number(value)
    return -1 if found is None or found != int(found) else int(found)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Reading:
    """Turns ``scenario`` into the JSON form of a story; ``findings`` says what was lost or guessed.

    ``names``: the files of the package; ``pictures`` are those that the story shows, by their name under ``/static/``.
    """

    def __init__(self, scenario: dict[str, Any], names: Collection[str] = ()) -> None:
        self._scenario = scenario
        self._names = names
        self._losses = Losses()
        self._guesses: list[Finding] = []
        self.pictures: dict[str, str] = {}
        self._steps = [_record(step) for step in _list(scenario.get("content"))]
        group = _record(scenario.get("scoringOptionGroup")) or _record(scenario.get("scoringOption"))
        self._scoring = _text(group.get("scoringOption")) or "no-score"
        self._ids: list[str] = []
        self._endings: dict[tuple[str, str, float | None], dict[str, Any]] = {}

    @property
    def findings(self) -> list[Finding]:
        """What was left behind, and what was guessed."""
        return [*self._losses.findings, *self._guesses]

    def story(self) -> dict[str, Any]:
        """The JSON form. Raises ``ModelError`` where there is no story at all."""
        if not self._steps or len(self._steps) > MAX_STEPS:
            raise ModelError([_no_steps(len(self._steps))])
        for number, step in enumerate(self._steps, start=1):
            self._ids.append(unused(slug(self._title(step), f"canh-{number}"), self._ids))
        scenes = [self._scene(index, step) for index, step in enumerate(self._steps)]
        self._settings()
        endings = list(self._endings.values())
        self._judge(endings)
        return {
            "schema": SCHEMA,
            "intro": self._intro(),
            "start": self._ids[0],
            "scenes": [*scenes, *endings],
            "scoring": {"by": "choices" if self._dynamic(scenes) else "ending"},
        }

    def _dynamic(self, scenes: list[dict[str, Any]]) -> bool:
        scored = any(choice.get("score") is not None for scene in scenes for choice in scene["choices"])
        return self._scoring == "dynamic-score" and scored

    def _title(self, step: dict[str, Any]) -> str:
        metadata = _record(_record(step.get("type")).get("metadata"))
        title = _line(metadata.get("title"))
        generic = title == _line(metadata.get("contentType")) or title.lower().startswith("untitled")
        return "" if generic else title

    def _intro(self) -> str:
        screen = _record(self._scenario.get("startScreen"))
        if _record(screen.get("startScreenImage")).get("path"):
            self._losses.add("intro", "hình của màn hình mở đầu", "the image of the start screen")
        return _paragraphs(_strong(screen.get("startScreenTitle")), _text(screen.get("startScreenSubtitle")))

    def _settings(self) -> None:
        behaviour = _record(self._scenario.get("behaviour"))
        # What H5P may draw (``randomizeBranchingQuestions``) is drawn here unless the author says no.
        for name in ("enableBackwardsNavigation", "forceContentFinished"):
            if behaviour.get(name):
                self._losses.add("story", f"thiết lập “{name}”", f"the setting “{name}”")
        if self._scoring == "dynamic-score":
            self._losses.add(
                "scoring",
                "cách cộng điểm của H5P (ở đây là trung bình các lựa chọn)",
                "H5P's sum of scores (here it is the mean of the choices)",
            )

    # -- steps ------------------------------------------------------------------------------------------------------

    def _scene(self, index: int, step: dict[str, Any]) -> dict[str, Any]:
        name = self._ids[index]
        kind = _record(step.get("type"))
        library = _text(kind.get("library")).split(" ")[0]
        params = _record(kind.get("params"))
        scene: dict[str, Any] = {"id": name, "title": self._title(step) or f"Cảnh {index + 1}"}
        if library == "H5P.BranchingQuestion":
            question = _record(params.get("branchingQuestion"))
            scene["text"] = _text(question.get("question"))
            scene["choices"] = self._alternatives(name, _list(question.get("alternatives")))
            if not scene["choices"]:
                scene["choices"] = [self._onward(name, step)]
            return scene
        scene["text"] = self._content(f"scenes.{name}", library, params)
        scene["choices"] = [self._onward(name, step)]
        return scene

    def _alternatives(self, name: str, alternatives: list[Any]) -> list[dict[str, Any]]:
        records = [_record(one) for one in alternatives]
        scores = [_number(_record(one.get("feedback")).get("endScreenScore")) for one in records]
        most = max((s for s, one in zip(scores, records, strict=True) if s and self._goes_on(one)), default=0.0)
        choices = []
        for index, (one, score) in enumerate(zip(records, scores, strict=True)):
            choice = self._way(f"scenes.{name}.choices.{position_id(index)}", one)
            label = _line(one.get("text")) or f"Lựa chọn {index + 1}"
            choice.update({"id": position_id(index), "text": _escaped(label)})
            if self._scoring == "dynamic-score" and most > 0 and self._goes_on(one):
                choice["score"] = min(1.0, max(0.0, (score or 0.0) / most))
            choices.append(choice)
        return choices

    def _onward(self, name: str, step: dict[str, Any]) -> dict[str, Any]:
        label = _line(step.get("proceedButtonText")) or "Tiếp tục"
        return {**self._way(f"scenes.{name}.choices.a", step), "id": "a", "text": _escaped(label)}

    def _goes_on(self, link: dict[str, Any]) -> bool:
        return 0 <= _target(link.get("nextContentId")) < len(self._steps)

    def _way(self, where: str, link: dict[str, Any]) -> dict[str, Any]:
        """Target and feedback of an alternative or a step."""
        feedback = _record(link.get("feedback"))
        if _record(feedback.get("image")).get("path"):
            self._losses.add(where, "hình trong lời phản hồi", "the image of its feedback")
        if self._goes_on(link):
            told = _paragraphs(_strong(feedback.get("title")), _text(feedback.get("subtitle")))
            return {"to": self._ids[_target(link.get("nextContentId"))], "feedback": told}
        if _target(link.get("nextContentId")) >= len(self._steps):
            self._losses.add(where, "đường tới một bước không có", "its link to a step that does not exist")
        return {"to": self._ending(feedback)}

    def _ending(self, feedback: dict[str, Any]) -> str:
        """The id of the ending that ``feedback`` describes; without one, the story's own end screen."""
        title, text = _line(feedback.get("title")), _text(feedback.get("subtitle"))
        score = _number(feedback.get("endScreenScore"))
        if not title and not text:
            screen = _record(next(iter(_list(self._scenario.get("endScreens"))), None))
            title, text = _line(screen.get("endScreenTitle")), _text(screen.get("endScreenSubtitle"))
            score = _number(screen.get("endScreenScore")) if score is None else score
            if _record(screen.get("endScreenImage")).get("path"):
                self._losses.add("endScreens", "hình của màn hình kết thúc", "the image of the end screen")
        key = (title, text, score)
        if key not in self._endings:
            taken = [*self._ids, *(ending["id"] for ending in self._endings.values())]
            name = unused(slug(f"ket {title}" if title else "ket-thuc"), taken)
            ending = {"kind": "mixed", "score": score, "title": title, "text": text}
            self._endings[key] = {"id": name, "title": title or "Kết thúc", "ending": ending}
        return str(self._endings[key]["id"])

    def _judge(self, endings: list[dict[str, Any]]) -> None:
        """Scores of the endings as shares of the best; their kinds are guessed from them."""
        most = max((scene["ending"]["score"] or 0.0 for scene in endings), default=0.0)
        for scene in endings:
            ending = scene["ending"]
            if self._scoring == "static-end-score" and most > 0:
                ending["score"] = min(1.0, max(0.0, (ending["score"] or 0.0) / most))
                ending["kind"] = "good" if ending["score"] >= 0.8 else "mixed" if ending["score"] >= 0.4 else "bad"
            else:
                ending["score"] = 0.5
            self._guesses.append(_guessed(f"scenes.{scene['id']}"))

    # -- content of other types -------------------------------------------------------------------------------------

    def _content(self, where: str, library: str, params: dict[str, Any]) -> str:
        """What a step that asks nothing shows, as narration."""
        if library in ("H5P.AdvancedText", "H5P.Text"):
            return _text(params.get("text"))
        if library == "H5P.Image":
            return self._image(where, _record(params.get("file")), _line(params.get("alt")))
        if library == "H5P.Video":
            return self._video(where, params)
        if library == "H5P.CoursePresentation":
            return self._slides(where, params)
        self._losses.add(where, f"nội dung loại “{library[:60]}”", f"content of the type “{library[:60]}”")
        if library == "H5P.InteractiveVideo":
            video = _record(_record(params.get("interactiveVideo")).get("video"))
            return self._video(where, {"sources": video.get("files")})
        return ""

    def _image(self, where: str, file: dict[str, Any], alt: str) -> str:
        path = _text(file.get("path"))
        shown = _escaped(alt).replace('"', "&quot;")
        if re.fullmatch(r"https://[^\s\"'<>\\]{1,500}", path):
            return f'<img src="{path}" alt="{shown}">'
        name = re.sub(r"[^A-Za-z0-9._-]", "-", path.removesuffix("#tmp").rpartition("/")[2])
        if not name.strip(".-"):
            return ""
        inside = "content/" + path.removesuffix("#tmp").lstrip("/")
        if inside in self._names:
            stem, dot, ending = name.rpartition(".")
            number = 1
            while self.pictures.setdefault(name, inside) != inside:
                number += 1
                name = f"{stem}-{number}{dot}{ending}"
            vi = f"“{where}”: hình “{name}” nằm trong tệp nhập; hãy tải nó lên mục Tệp của khóa học."
            en = f"“{where}”: the picture “{name}” is inside the imported file; upload it to the files of the course."
            self._guesses.append(Finding("warning", FILE_INSIDE, where, vi, en))
        else:
            self._losses.add(
                where,
                f"tệp hình “{name}” (hãy tải nó lên phần Tệp của khoá học)",
                f"the image file “{name}” (upload it to the course's files)",
            )
        return f'<img src="/static/{name}" alt="{shown}">'

    def _video(self, where: str, params: dict[str, Any]) -> str:
        links = []
        for source in _list(params.get("sources")):
            path = _text(_record(source).get("path"))
            if _LINK.match(path):
                links.append(f'<a href="{_escaped(path)}">{_escaped(path)}</a>')
        self._losses.add(where, "phim (chỉ giữ lại đường dẫn)", "the video (only its link is kept)")
        return "<br>".join(links)

    def _slides(self, where: str, params: dict[str, Any]) -> str:
        """The texts and images of a Course Presentation, slide after slide."""
        self._losses.add(where, "cách trình bày theo trang chiếu", "the layout of the slides")
        parts = []
        for slide in _list(_record(params.get("presentation")).get("slides")):
            for element in _list(_record(slide).get("elements")):
                action = _record(_record(element).get("action"))
                library = _text(action.get("library")).split(" ")[0]
                if library:
                    parts.append(self._content(where, library, _record(action.get("params"))))
        return _paragraphs(*parts)


def _strong(value: Any) -> str:
    line = _line(value)
    return f"<strong>{_escaped(line)}</strong>" if line else ""


def _paragraphs(*parts: str) -> str:
    kept = [part for part in parts if richtext.clean(part)]
    if len(kept) == 1:
        return kept[0]
    return "".join(
        part if re.match(r"\s*<(?:p|ul|ol|blockquote|h[1-6]|div)\b", part) else f"<p>{part}</p>" for part in kept
    )


def _no_steps(count: int) -> Finding:
    if count:
        vi, en = "Tình huống H5P này có quá nhiều bước; hãy chia nhỏ.", "This scenario has too many steps; split it."
        return Finding("error", "h5p-too-many-steps", "content", vi, en)
    vi, en = (
        "Tình huống H5P này chưa có bước nào; hãy thêm bước trong H5P.",
        "This scenario has no steps; add some in H5P.",
    )
    return Finding("error", "no-scene", "content", vi, en)


def _guessed(where: str) -> Finding:
    return Finding(
        "warning",
        "guessed-ending",
        where,
        f"Loại kết thúc ở “{where}” được đoán từ điểm của H5P; hãy xem lại loại và điểm.",
        f"The kind of the ending “{where}” was guessed from H5P's scores; look at its kind and score.",
    )
