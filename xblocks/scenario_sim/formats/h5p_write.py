"""A story as the JSON of an H5P Branching Scenario, and what that cannot carry."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import Finding

from ..story import Choice, Ending, Scene, Story, Triage
from .losses import Losses
from .words import CHANNELS

#: The oldest versions that are wide-spread; a platform with newer ones upgrades on import.
_DEPENDENCIES: Final = (
    ("H5P.BranchingScenario", 1, 8),
    ("H5P.BranchingQuestion", 1, 0),
    ("H5P.AdvancedText", 1, 1),
    ("FontAwesome", 4, 5),
)
#: No item can be called this: it is longer than an id may be.
_END: Final = "end-" * 20
_TEXTS: Final = {
    "vi": {
        "startScreenButtonText": "Bắt đầu",
        "endScreenButtonText": "Làm lại từ đầu",
        "backButtonText": "Quay lại",
        "disableProceedButtonText": "Cần hoàn thành phần này trước",
        "replayButtonText": "Xem lại phim",
        "scoreText": "Điểm của bạn:",
        "fullscreenAria": "Toàn màn hình",
        "proceed": "Tiếp tục",
    },
    "en": {
        "startScreenButtonText": "Start",
        "endScreenButtonText": "Start again",
        "backButtonText": "Back",
        "disableProceedButtonText": "Complete this part first",
        "replayButtonText": "Play the video again",
        "scoreText": "Your score:",
        "fullscreenAria": "Full screen",
        "proceed": "Go on",
    },
}


def package_of(title: str, lang: str) -> dict[str, Any]:
    """``h5p.json``."""
    language = "vi" if lang.startswith("vi") else "en"
    return {
        "title": title,
        "language": language,
        "defaultLanguage": language,
        "mainLibrary": "H5P.BranchingScenario",
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": major, "minorVersion": minor} for name, major, minor in _DEPENDENCIES
        ],
    }


def content_of(story: Story, lang: str) -> tuple[dict[str, Any], list[Finding]]:
    """``content.json`` and the losses."""
    language = "vi" if lang.startswith("vi") else "en"
    if story.triage is None:
        return _Writer(story, language).content()
    content, losses = _Writer(as_story(story, story.triage), language).content()
    told = Losses()
    told.add(
        "triage",
        "cách đo độ nhạy và khuynh hướng (tin nào cũng thành một câu hỏi)",
        "the measures of an inbox (each message becomes a question)",
    )
    return content, [*told.findings, *losses]


def as_story(story: Story, box: Triage) -> Story:
    """An inbox as a story: one scene for each message, with its two verdicts, up to one ending."""
    scenes = []
    targets = [*(item.id for item in box.items[1:]), _END]
    for item, onward in zip(box.items, targets, strict=True):
        choices = tuple(
            Choice(own, text, item.why, onward, float(truth == item.genuine), False, None, (), item.competencies)
            for own, text, truth in (("a", box.trust, True), ("b", box.suspect, False))
        )
        scenes.append(Scene(item.id, item.title, item.channel, item.channel_info, "", item.messages, choices, None))
    ending = Ending("good", 1.0, "", story.debrief.text)
    scenes.append(Scene(_END, "", "narration", (), "", (), (), ending))
    return replace(story, start=scenes[0].id, scenes=tuple(scenes), scoring="choices", triage=None, shuffle=False)


class _Writer:
    def __init__(self, story: Story, lang: str) -> None:
        self._story, self._words, self._losses = story, _TEXTS[lang], Losses()
        first = [story.scene_of[story.start], *(s for s in story.scenes if s.id != story.start)]
        self._scenes = first
        self._number = {scene.id: number for number, scene in enumerate(first)}
        self._dynamic = story.scoring == "choices"

    def content(self) -> tuple[dict[str, Any], list[Finding]]:
        story = self._story
        self._whole_story()
        steps = [self._step(scene) for scene in self._scenes]
        texts = {key: text for key, text in self._words.items() if key != "proceed"}
        scenario = {
            "title": "",
            "startScreen": {"startScreenTitle": "", "startScreenSubtitle": _simple(story.intro)},
            "endScreens": [{"endScreenTitle": "", "endScreenSubtitle": "", "endScreenScore": 0, "contentId": -1}],
            "content": steps,
            "scoringOptionGroup": {
                "scoringOption": "dynamic-score" if self._dynamic else "static-end-score",
                "includeInteractionsScores": True,
            },
            "behaviour": {
                "enableBackwardsNavigation": False,
                "forceContentFinished": False,
                "randomizeBranchingQuestions": story.shuffle,
            },
            "l10n": texts,
        }
        return {"branchingScenario": scenario}, self._losses.findings

    def _whole_story(self) -> None:
        lose, story = self._losses.add, self._story
        if story.meters:
            lose("meters", "thước đo", "the meters")
        if story.flags:
            lose("flags", "các dấu", "the flags")
        if story.debrief.text or story.debrief.actions:
            lose("debrief", "phần tổng kết", "the debrief")
        if story.facts:
            lose("facts", "các thông tin có nguồn", "the facts with their sources")
        if story.scoring == "meters":
            lose("scoring", "điểm theo thước đo (dùng điểm của kết thúc)", "the score by meters (endings are scored)")
        elif self._dynamic:
            lose("scoring", "điểm trung bình (H5P cộng điểm lại)", "the mean of the scores (H5P adds them up)")

    def _step(self, scene: Scene) -> dict[str, Any]:
        where = f"scenes.{scene.id}"
        if scene.channel != "narration":
            called = next((vi for vi, channel in CHANNELS.items() if channel == scene.channel), scene.channel)
            self._losses.add(where, f"hình thức “{called}”", f"the look of “{scene.channel}”")
        text = self._told(scene, where)
        if scene.input is not None:
            self._losses.add(f"{where}.input", "câu trả lời gõ tay", "the typed replies")
        if scene.question is not None:
            self._losses.add(f"{where}.question", "câu hỏi", "the question")
        if scene.ending is not None:
            ending = scene.ending
            feedback = self._feedback(ending.title, ending.text, f"{where}.ending")
            if not self._dynamic:
                feedback["endScreenScore"] = round(100 * ending.score)
            words = text or f"<p>{_escaped(ending.title or scene.title)}</p>"
            return self._node(scene, "H5P.AdvancedText 1.1", {"text": words}, -1, feedback, self._words["proceed"])
        choices = [choice for choice in scene.choices if choice.to in self._number]
        if len(choices) == 1:
            only = choices[0]
            way = self._way(scene, only)
            label = richtext.plain(only.text)
            shown = {"text": text or f"<p>{_escaped(scene.title)}</p>"}
            return self._node(scene, "H5P.AdvancedText 1.1", shown, way["nextContentId"], way["feedback"], label)
        if not choices:
            self._losses.add(where, "cảnh không có lối đi tiếp", "a scene without a way on")
        question: dict[str, Any] = {"question": text, "alternatives": [self._way(scene, choice) for choice in choices]}
        if not choices:
            return self._node(scene, "H5P.AdvancedText 1.1", {"text": text}, -1, self._feedback("", "", where), "")
        params = {"branchingQuestion": question}
        return self._node(scene, "H5P.BranchingQuestion 1.0", params, -1, self._feedback("", "", where), "")

    def _node(
        self, scene: Scene, library: str, params: dict[str, Any], onward: int, feedback: dict[str, Any], label: str
    ) -> dict[str, Any]:
        kind = "Branching Question" if "Question" in library else "Text"
        return {
            "type": {
                "library": library,
                "params": params,
                "subContentId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"hocvuso:{self._story.digest}:{scene.id}")),
                "metadata": {"contentType": kind, "license": "U", "title": scene.title or scene.id},
            },
            "showContentTitle": False,
            "proceedButtonText": label or self._words["proceed"],
            "forceContentFinished": "useBehavioural",
            "feedback": feedback,
            "contentBehaviour": "useBehavioural",
            "nextContentId": onward,
        }

    def _told(self, scene: Scene, where: str) -> str:
        parts = [self._plainer(scene.text, f"{where}.text")]
        if scene.channel_info:
            self._losses.add(where, "thông tin của kênh (số, địa chỉ …)", "what the channel shows (number, address …)")
        for message in scene.messages:
            place = f"{where}.messages.{message.id}"
            if message.when is not None:
                self._losses.add(place, "điều kiện hiện (luôn hiện)", "its condition (it is always shown)")
            if message.cues:
                self._losses.add(place, "các dấu hiệu và lời giải thích", "its signs and what they tell")
            if message.audio:
                self._losses.add(place, "âm thanh", "its recording")
            sender = f"<p><strong>{_escaped(message.sender)}:</strong></p>" if message.sender else ""
            parts.append(sender + self._plainer(message.text, place))
            if message.transcript and not message.text:
                parts.append(f"<p>{_escaped(message.transcript)}</p>")
        return "".join(parts)

    def _way(self, scene: Scene, choice: Choice) -> dict[str, Any]:
        where = f"scenes.{scene.id}.choices.{choice.id}"
        lose = self._losses.add
        if choice.when is not None:
            lose(where, "điều kiện (luôn có lựa chọn này)", "its condition (it is always offered)")
        if choice.effects:
            lose(where, "tác động", "its effects")
        if choice.competencies:
            lose(where, "năng lực", "its competencies")
        if choice.exit:
            lose(where, "dấu “lối thoát”", "its mark as a safe way out")
        if choice.score is not None and not self._dynamic:
            lose(where, "điểm của lựa chọn", "its score")
        feedback = self._feedback("", choice.feedback, where)
        if self._dynamic and choice.score is not None:
            feedback["endScreenScore"] = round(100 * choice.score)
        label = richtext.plain(choice.text)
        return {"text": _escaped(label), "nextContentId": self._number[choice.to], "feedback": feedback}

    def _feedback(self, title: str, text: str, where: str) -> dict[str, Any]:
        return {"title": _escaped(title), "subtitle": self._plainer(text, where)}

    def _plainer(self, html: str, where: str) -> str:
        if re.search(r"<img\b", html):
            self._losses.add(where, "hình (giữ lại lời mô tả)", "an image (its description is kept)")
        if re.search(r"<(?:ul|ol|blockquote)\b", html):
            self._losses.add(where, "kiểu danh sách hay trích dẫn", "the form of a list or quotation")
        if re.search(r"<a\b", html):
            self._losses.add(where, "liên kết (giữ lại chữ)", "a link (its words are kept)")
        return _simple(html)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _simple(html: str) -> str:
    """``html`` in paragraphs with ``strong em code br`` only, which every text field of H5P takes."""
    if not html:
        return ""
    html = re.sub(r'<img\b[^>]*\balt="([^"]*)"[^>]*>', r"\1", html)
    html = re.sub(r"<li>(?:<p>)?", "<p>• ", html)
    html = re.sub(r"</(?:p|ul|ol|blockquote)></li>|</li>", "</p>", html)
    html = re.sub(r"</?(?!(?:p|strong|em|code|br)\b)[a-z][^>]*>", "", html)
    return html if html.startswith("<p>") else f"<p>{html}</p>"
